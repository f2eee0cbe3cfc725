"""Corrections as tables of periods: where accounts lead, whose people are, which roles they have, from day to day.

Of several corrections of one subject the latest that is not undone holds. A period's `until` is not included; the
periods of a subject follow each other without a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from mqa.identity.addresses import ROLE, mailbox
from mqa.terms.corrections import NOBODY, OF_ACCOUNTS, Correction
from mqa.terms.countries import with_country
from mqa.terms.keys import NOBODY as NO_ACCOUNT
from mqa.terms.keys import number_of, person_number

Row = tuple[int | str | None, ...]
Subject = tuple[str, str]  # account, person, name, visitor or role; the natural key of whom it is about


class Period(NamedTuple):
    """A correction (None: none) that held from a day until another."""

    since: int
    until: int
    held: Correction | None


Periods = Mapping[Subject, Sequence[Period]]


def periods(corrections: Iterable[Correction], ever: int, no_end: int) -> Periods:
    """Which correction of each subject held when, from `ever` until `no_end`; of one day what was said last."""
    changes: dict[Subject, dict[int, Correction | None]] = {}
    for subject, day, held in _changes(corrections):
        changes.setdefault(subject, {ever: None})[day] = held
    return {
        subject: [
            Period(since, until, held)
            for (since, held), until in zip(by_day.items(), [*list(by_day)[1:], no_end], strict=True)
            if since < until
        ]
        for subject, by_day in changes.items()
    }


def in_force(corrections: Iterable[Correction]) -> dict[Subject, Correction]:
    """The correction of each subject that holds after all was said."""
    latest = {subject: held for subject, _, held in _changes(corrections)}
    return {subject: held for subject, held in latest.items() if held}


def lead_rows(said: Periods) -> list[Row]:
    """Where each account, or domain, leads that a correction names; what leads on is followed to its end.

    One to which something leads by the word of people is an account by that word too: it stands by itself, whatever
    sources say of its domain, until somebody says otherwise.
    Columns: account_id, domain (empty: it is known by an id), leads_to (0: nobody's; null: where it leads by itself),
    since, until, apart (people say that it is an account of its own, so that it has no parent).
    """
    meant = _meant(said)
    keys = dict.fromkeys([key for about, key in said if about == "account"] + [key for key in meant if is_domain(key)])
    return [
        (number_of(key), key if is_domain(key) else "", _number(end), since, until, apart)
        for key in keys
        for end, since, until, apart in _stands(said, key, meant.get(key, ()))
    ]


def assigned_rows(said: Periods) -> list[Row]:
    """Whose each person is of whom a correction says so: person_id, account_id (as leads_to above), since, until."""
    return [
        (_person(key), _number(end), since, until)
        for about, key in said
        if about == "person"
        for end, since, until in _led(said, about, key)
    ]


def called_rows(said: Periods) -> list[Row]:
    """Which account each stated name of a company means of which a correction says so: name, account_id (as leads_to
    above), since, until."""
    return [
        (key, _number(end), since, until)
        for about, key in said
        if about == "name"
        for end, since, until in _led(said, about, key)
    ]


def role_rows(said: Periods) -> list[Row]:
    """Which role a correction gives a person, while it holds: person_id, role, since, until."""
    return [
        (number_of(key), one.held.object, one.since, one.until)
        for (about, key), some in said.items()
        for one in some
        if about == "role" and one.held
    ]


def visitor_rows(said: Periods) -> list[Row]:
    """Who each visitor is of whom a correction says so: visitor (`source:id`), person_key (empty: nobody by name; null:
    nothing is said), since, until."""
    return [
        (key, one.held.object if one.held else None, one.since, one.until)
        for (about, key), some in said.items()
        for one in some
        if about == "visitor"
    ]


def about(kind: str) -> str:
    """What a kind of correction speaks of: an account (or domain), whose a person is, a person's role, a visitor, or a
    name."""
    return "account" if kind in OF_ACCOUNTS else "person" if kind == "assign" else kind


def is_domain(key: str) -> bool:
    """Whether the natural key of an account is a domain, also one in a country (siemens.com:DE); else it is a source's
    name, a colon and an id."""
    return ":" not in with_country(key)[0]


def way(held: Mapping[Subject, Correction], key: str) -> list[str]:
    """The keys that an account leads over, from its own to its end (empty: nobody's), by the corrections that hold.

    Where they lead in a circle, it ends with the key at which the circle closes.
    """
    passed = [key]
    while one := held.get(("account", passed[-1])):
        if one.object == passed[-1]:
            break
        passed.append(one.object)
        if one.object == NOBODY or one.object in passed[:-1]:
            break
    return passed


def circle(corrections: Iterable[Correction]) -> list[str]:
    """The accounts that corrections would lead in a circle; empty where there is none."""
    held = in_force(corrections)
    for about_what, key in held:
        passed = way(held, key) if about_what == "account" else [key]
        if passed[-1] in passed[:-1]:
            return passed[passed.index(passed[-1]) :]
    return []


def _changes(corrections: Iterable[Correction]) -> Iterator[tuple[Subject, int, Correction | None]]:
    """What holds of which subject after each correction and each undoing, in the order in which they were said."""
    said: dict[Subject, list[Correction]] = {}
    by_number: dict[int, Correction] = {}
    for one in sorted(corrections, key=lambda one: one.number):
        meant = by_number.pop(one.undoes, None) if one.undoes else one
        if meant is None:
            continue  # undone before
        subject = (about(meant.kind), meant.subject)
        if one.undoes:
            said[subject].remove(meant)
        else:
            by_number[one.number] = one
            said.setdefault(subject, []).append(one)
        yield subject, one.day, said[subject][-1] if said[subject] else None


def _led(said: Periods, about_what: str, key: str) -> Iterator[tuple[str | None, int, int]]:
    """The periods of an account or a person with the account that they lead to in the end (None: none is said)."""
    for since, until, held in said[about_what, key]:
        if held is None or held.object == key:
            yield (held.object if held else None), since, until
        else:
            yield from _ends(said, held.object, since, until)


def _ends(said: Periods, key: str, since: int, until: int) -> Iterator[tuple[str, int, int]]:
    """Where an account leads in the end, between two days; the ledger holds no circle."""
    for start, stop, held in said.get(("account", key), [Period(since, until, None)]):
        start, stop = max(start, since), min(stop, until)
        if start < stop:
            if held is None or held.object in (key, NOBODY):
                yield (held.object if held else key), start, stop
            else:
                yield from _ends(said, held.object, start, stop)


def _meant(said: Periods) -> dict[str, list[tuple[int, int]]]:
    """The accounts to which another account or a person is led, and from which day until which."""
    found: dict[str, list[tuple[int, int]]] = {}
    for about_what, key in said:
        for end, since, until in _led(said, about_what, key) if about_what not in ("role", "visitor") else ():
            if end and end != key:
                found.setdefault(end, []).append((since, until))
    return found


def _stands(said: Periods, key: str, meant: Sequence[tuple[int, int]]) -> Iterator[tuple[str | None, int, int, bool]]:
    """The periods of an account with where it leads, and whether that is said to be itself.

    While it is meant and nothing is said of it, it leads to itself too.
    """
    ever, no_end = (pick(day for some in said.values() for one in some for day in one[:2]) for pick in (min, max))
    for end, since, until in _led(said, "account", key) if ("account", key) in said else [(None, ever, no_end)]:
        if end is not None:
            yield end, since, until, end == key
            continue
        days = sorted({since, until, *(day for span in meant for day in span if since < day < until)})
        for start, stop in pairwise(days):
            yield (key if any(first <= start and stop <= last for first, last in meant) else None), start, stop, False


def _person(key: str) -> int:
    """The number of a person; whoever reads a shared mailbox is nobody by name."""
    return person_number(key, nameless="@" in key and mailbox(key.split("@")[0]) == ROLE)


def _number(end: str | None) -> int | None:
    return None if end is None else number_of(end) if end else NO_ACCOUNT
