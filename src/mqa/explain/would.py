"""What is supposed to happen, in words: “Eva Smit (CFO) asked for a demo”; and what that would make of an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from mqa.explain.acts import deed, known_as
from mqa.explain.numbers import counted, listed
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.supposed import Change, Deed, Doer, Doing, Learned, Surge

SECONDS_OF_A_MINUTE = 60


@dataclass(frozen=True)
class Way:
    """One change in words, and what it leads to: the level and the day on which it is entered (none: not enough)."""

    change: Change
    words: str
    level: str = ""
    on: int | None = None


@dataclass(frozen=True)
class WhatWould:
    """What would make an account qualify, if it happened from `from_day` on.

    `alone`: the level that it enters without anything, and the day. `enough`: the smallest changes that would be, the
    smallest first; `not_enough`: the most that was tried of what many do, in vain; `why_none`: why nothing is enough;
    `tried`: what was looked at, in a sentence.
    """

    from_day: int
    alone: Way | None = None
    enough: tuple[Way, ...] = ()
    not_enough: tuple[Way, ...] = ()
    why_none: tuple[str, ...] = ()
    tried: str = ""


def change_words(change: Change) -> str:
    """All that is supposed to happen together, as one sentence without its end."""
    doings = [part for part in change.parts if isinstance(part, Doing)]
    told = [*_known(doings), *_new(doings)]
    told += [_fact(part) for part in change.parts if isinstance(part, Learned)]
    told += [f"research on {quoted(part.topic)} surged elsewhere" for part in change.parts if isinstance(part, Surge)]
    return listed(told, "and")


def entered(way: Way) -> str:
    """What a change leads to: `Qualified on 2026-07-02`."""
    return f"{way.level} on {date_of(way.on or 0).isoformat()}"


def falls_out(level: str, on: int | None, to: str, *, rises: bool, ahead: int) -> str:
    """When a level ends, if nothing happens: `Qualified until 2026-07-09, then Watch`."""
    if on is None:
        return f"{level} for {counted(ahead, 'day')} or more"
    if rises:
        return f"{to} from {date_of(on).isoformat()} on"
    return f"{level} ends on {date_of(on).isoformat()}; from then on {to or 'no level'}"


def _known(doings: Iterable[Doing]) -> Iterator[str]:
    """What people do whom we know; who does the same is named together."""
    who: dict[tuple[Deed, int], list[str]] = {}
    for part in doings:
        if not part.doer.is_new:
            title = f" ({part.doer.title})" if part.doer.title else ""
            who.setdefault((part.deed, part.days), []).append(f"{known_as(part.doer.called)}{title}")
    for (done, days), names in who.items():
        yield f"{listed(names, 'and')} {_did(done, days)}"


def _new(doings: Iterable[Doing]) -> Iterator[str]:
    """What new people do; those of one role are the same people in all of it."""
    of_role: dict[Doer, list[Doing]] = {}
    for part in doings:
        if part.doer.is_new:
            of_role.setdefault(part.doer, []).append(part)
    for doer, parts in of_role.items():
        people = max(part.people for part in parts)
        all_of_them = [_did(part.deed, part.days) for part in parts if part.people == people]
        some_of_them = [f"{part.people} of them {_did(part.deed, part.days)}" for part in parts if part.people < people]
        yield listed([f"{_somebody(doer, people)} {listed(all_of_them, 'and')}", *some_of_them], "and")


def _somebody(doer: Doer, people: int) -> str:
    who = "1 new person" if people == 1 else f"{people} new people"
    if not doer.role:
        return f"{who} without a role"
    return f"{who} as {doer.role}{f' (such as {quoted(doer.title)})' if doer.title else ''}"


def _did(done: Deed, days: int) -> str:
    """What was done: “looked at the prices for 2 minutes on 2 days”."""
    words = deed(done.kind) or f"did what counts as {quoted(done.signal or done.kind)}"
    minutes, seconds = divmod(done.seconds, SECONDS_OF_A_MINUTE)
    long = counted(minutes, "minute") if minutes and not seconds else counted(done.seconds, "second")
    return f"{words}{f' for {long}' if done.seconds else ''}{f' on {days} days' if days > 1 else ''}"


def _fact(part: Learned) -> str:
    value = part.value
    if part.number_milli is not None:
        value = f"{Decimal(part.number_milli) / 1000:,f}"
        value = value.rstrip("0").rstrip(".") if "." in value else value
    if part.value_on is not None:
        value = date_of(part.value_on).isoformat()
    return f"its {part.fact.replace('_', ' ')} became known ({value})"
