"""A person's YAML settings, read: entries of sections, single texts, lists, and every fault as a problem.

Each reader takes the list of problems that it adds to, so that all of a file's are told at once.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Iterator
from functools import cache

from mqa.terms.blanks import A_TEXT, Blank, asks, list_of
from mqa.terms.documents import Items, Mapping, Node, Text, did_you_mean, quoted
from mqa.terms.problems import Place, Problem

Entries = dict[str, tuple[Text, Node]]
Problems = list[Problem]


def entries(node: Node, what: str, keys: Collection[str] | None, problems: Problems) -> Entries:
    """The entries of a section; a node that is no mapping and a key that is not known (None: any) are problems."""
    if isinstance(node, Blank):
        return _asked(node, keys)
    if isinstance(node, Text) and not node.value:
        return {}
    if not isinstance(node, Mapping):
        problems.append(Problem(node.place, f"{what} is not written as keys and values.", "Write “key: value” lines."))
        return {}
    found = {}
    for key, value in node.entries:
        if keys is None or key.value in keys:
            found[key.value] = (key, value)
        else:
            mend = did_you_mean(key.value, keys) or f"Keys that may stand here: {', '.join(keys)}."
            problems.append(Problem(key.place, f"{quoted(key.value)} is not a key of {what}.", mend))
    return found


def _asked(node: Blank, keys: Collection[str] | None) -> Entries:
    """A blank for every key that may stand here, so that what belongs there is asked too."""
    asked = {key: (Text(key), Blank()) for key in (("name",) if keys is None else keys)}
    if keys is None:
        node.asks(type=["object", "null"], additionalProperties=asked["name"][1].form)
    else:
        properties = {key: blank.form for key, (_, blank) in asked.items()}
        node.asks(type=["object", "null"], properties=properties, additionalProperties=False)
    return {**asked}


def word(node: Node | None, what: str, problems: Problems, *, default: str | None = None) -> str:
    """A single text; a list, a mapping or an empty text where none may be missing is a problem."""
    asks(node, **A_TEXT)
    if isinstance(node, Text) and node.value:
        return node.value
    if node is None or isinstance(node, Text):
        if default is None and node is not None:
            problems.append(Problem(node.place, f"{what} is empty.", "Write it after the colon."))
        return default or ""
    problems.append(Problem(node.place, f"{what} must be one text.", "Write it in one line, without brackets."))
    return ""


def words(node: Node | None, what: str, problems: Problems) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    asks(node, anyOf=[*list_of(A_TEXT, least=0), {"type": "null"}])
    if node is None:
        return ()
    if isinstance(node, Text):
        return (node.value,) if node.value else ()
    if isinstance(node, Items):
        return tuple(word(value, f"An entry of {what}", problems) for value in node.values)
    problems.append(Problem(node.place, f"{what} must be a list.", "Write it as [one, two]."))
    return ()


def value(section: Entries, key: str) -> Node | None:
    """What stands at a key of a section, if anything."""
    return section[key][1] if key in section else None


def place_of(section: Entries, key: str, otherwise: Node) -> Place:
    """Where a key of a section stands; where it is missing, where something else does."""
    return section[key][1].place if key in section else otherwise.place


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def time_zone(node: Node, problems: Problems, *, default: str) -> str:
    """The name of a time zone; one that is not known is a problem."""
    name = word(node, "The time zone", problems, default=default)
    known = _time_zones()
    if name not in known:
        mend = did_you_mean(name, known) or "Use a name such as Europe/Amsterdam or UTC."
        problems.append(Problem(node.place, f"{quoted(name)} is not a time zone.", mend))
        return default
    return name


def texts(node: Node | None, what: str, problems: Problems) -> Iterator[tuple[str, Node]]:
    """The texts of a list that are not empty, each with where it stands."""
    places = node.values if isinstance(node, Items) else (node,) * bool(node)
    return ((given, at) for given, at in zip(words(node, f"“{what}”", problems), places, strict=False) if given and at)
