"""The deliveries of `mqa.yaml`: where messages of which events go, and what each kind of channel needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, get_args

from mqa.handoff.agreed import EVENTS, LEVEL_EVENTS, Channel, ChannelKind
from mqa.terms.blanks import A_TEXT, Blank, asks, form_of, list_of, pattern_of
from mqa.terms.documents import Node, Text, did_you_mean, quoted
from mqa.terms.entries import Entries, Problems, entries, place_of, value, word, words
from mqa.terms.problems import Problem

KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)
SHARED = ("kind", "for", "levels", "actions")
SECRET = re.compile(r"\$\{[A-Za-z_]\w*\}")
ADDRESS_OF_A_SERVER = re.compile(r"https?://[^\s/@]+(/\S*)?|\$\{[A-Za-z_]\w*\}")
SECURITY = ("starttls", "tls", "none")


class Setting(NamedTuple):
    """One setting of a kind of channel: whether it must be there (unless another is), and is secret; what it may be."""

    needed: bool = False
    unless: str = ""
    secret: bool = False
    fits: Callable[[str], object] = bool
    mend: str = "Write it after the colon."


url = Setting(True, fits=ADDRESS_OF_A_SERVER.fullmatch, mend="Write “https://host/path”, or “${NAME}”.")
port = Setting(
    fits=lambda said: said.isascii() and said.isdigit() and 0 < int(said) < 65536, mend="Write a number, such as 587."
)
security = Setting(fits=SECURITY.__contains__, mend=f"Write one of {', '.join(SECURITY)}.")
needed, optional = Setting(True), Setting()
SETTINGS: dict[ChannelKind, dict[str, Setting]] = {
    "file": {"folder": needed},
    "webhook": {"url": url, "secret": Setting(True, secret=True)},
    "slack": {
        "token": Setting(True, unless="webhook", secret=True),
        "channel": Setting(True, unless="webhook"),
        "webhook": Setting(secret=True),
        "url": url._replace(needed=False),
    },
    "email": {
        "host": needed,
        "port": port,
        "security": security,
        "user": optional,
        "password": Setting(secret=True),
        "certificate": optional,
        "from": needed,
        "to": optional,
    },
}


def channels(node: Node | None, problems: Problems) -> tuple[Channel, ...]:
    """The channels of the section `deliveries`, in their order."""
    found = entries(node or Text(""), "“deliveries”", None, problems)
    return tuple(channel for key, given in found.values() for channel in _channel(key, given, problems))


def _channel(key: Text, node: Node, problems: Problems) -> Iterator[Channel]:
    if isinstance(node, Blank):
        node.asks(anyOf=[form_of(partial(_ask_of, kind=kind)) for kind in KINDS])
        return
    anything = entries(node, f"the delivery {quoted(key.value)}", None, problems)
    kind = word(value(anything, "kind"), "“kind”", problems, default="")
    if kind not in KINDS:
        what = f"{quoted(kind)} is not a kind of delivery." if kind else f"{quoted(key.value)} has no kind."
        mend = did_you_mean(kind, KINDS) or f"Write “kind:” and one of {', '.join(KINDS)}."
        problems.append(Problem(place_of(anything, "kind", key), what, mend))
        return
    known = SETTINGS[kind]
    section = entries(node, f"a delivery of kind {kind}", (*SHARED, *known), problems)
    events = _events(section, problems)
    only = {name: words(value(section, name), quoted(name), problems) for name in ("levels", "actions")}
    if only["actions"] and not set(events) & set(LEVEL_EVENTS):
        what = f"{quoted(key.value)} is for actions, but hears of no level that is entered or left."
        problems.append(Problem(key.place, what, "Add “level entered” to “for”, or remove “actions”."))
    settings = dict(_settings(key, section, known, problems))
    yield Channel(key.value, kind, events, settings, **only, place=key.place)


def _ask_of(node: Blank, kind: ChannelKind) -> None:
    """Note what a delivery of this kind may say, and must."""
    known = SETTINGS[kind]
    section = entries(node, "", (*SHARED, *known), [])
    needed_keys = [name for name, setting in known.items() if setting.needed and not setting.unless]
    node.asks(type="object", required=["kind", *needed_keys])
    asks(value(section, "kind"), enum=[kind])
    asks(value(section, "for"), anyOf=list_of({"enum": [*EVENTS]}))
    for name in ("levels", "actions", *known):
        several = name == "to" or name not in known
        secret = {"pattern": pattern_of(SECRET.pattern)} if not several and known[name].secret else {}
        asks(value(section, name), **({"anyOf": list_of(A_TEXT)} if several else A_TEXT | secret))


def _events(section: Entries, problems: Problems) -> tuple[str, ...]:
    """What a channel hears of; everything where nothing is said."""
    node = value(section, "for")
    said = words(node, "“for”", problems)
    for event in said:
        if node and event not in EVENTS:
            mend = did_you_mean(event, EVENTS) or f"Write some of {', '.join(EVENTS)}."
            problems.append(Problem(node.place, f"{quoted(event)} is not an event.", mend))
    return said or EVENTS


def _settings(key: Text, section: Entries, known: dict[str, Setting], problems: Problems) -> Iterator[tuple[str, str]]:
    """The settings that are written, each as one text."""
    for name, setting in known.items():
        node = value(section, name)
        said = (
            ", ".join(words(node, quoted(name), problems)) if name == "to" else word(node, name, problems, default="")
        )
        if not said and setting.needed and setting.unless not in section:
            secret = f"Write “{name}: ${{NAME}}”, and set NAME where mqa runs." if setting.secret else setting.mend
            problems.append(Problem(place_of(section, name, key), f"{quoted(key.value)} has no {name}.", secret))
        elif said and node and setting.secret and not SECRET.fullmatch(said):  # it is not cited: logs are read
            what = f"The {name} of {quoted(key.value)} stands here for everybody to read."
            mend = f"Write “{name}: ${{NAME}}”, set NAME where mqa runs, and change the {name}: it may be known."
            problems.append(Problem(node.place, what, mend))
        elif said and node and not setting.secret and not setting.fits(said):
            problems.append(Problem(node.place, f"The {name} of {quoted(key.value)} cannot be read.", setting.mend))
        if said:
            yield name, said
