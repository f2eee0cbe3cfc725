"""The sections `teams`, `people` and `absences` of sales, read: who takes handoffs, and when they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mqa.handoff.agreed import Absence, Team
from mqa.handoff.hours import day
from mqa.handoff.routing import ADDRESS
from mqa.terms.blanks import A_TEXT, Blank, Form, asks, list_of
from mqa.terms.documents import Items, Node, Text, quoted
from mqa.terms.entries import Problems, entries, texts, value, word
from mqa.terms.problems import Problem

TEAM_KEYS = ("members", "capacity")
ABSENCE_KEYS = ("from", "until")
A_COUNT: Form = {"type": "integer", "minimum": 1, "maximum": 9999}
A_TEAM: Form = {
    "type": "object",
    "properties": {
        "members": {"anyOf": list_of(A_TEXT)},
        "capacity": {"anyOf": [A_COUNT, {"type": "object", "additionalProperties": A_COUNT}]},
    },
    "required": ["members"],
    "additionalProperties": False,
}
LONGEST_ABSENCE = timedelta(days=3660)


def teams(node: Node | None, problems: Problems) -> Iterator[Team]:
    """The teams: a list of members, or members with their capacity."""
    for name, (key, given) in entries(node or Text(""), "“teams”", None, problems).items():
        whole = not isinstance(given, (Items, Text))
        section = entries(given, f"the team {quoted(name)}", TEAM_KEYS, problems) if whole else {}
        members = tuple(_addresses(value(section, "members") if whole else given, problems))
        asks(given, anyOf=[*list_of(A_TEXT), A_TEAM])
        if not members:
            what = f"The team {quoted(name)} has no members."
            problems.append(Problem(key.place, what, "Write their e-mail addresses: [ada@example.com]."))
        for member in {one for one in members if members.count(one) > 1}:
            problems.append(Problem(key.place, f"{member} stands twice in {quoted(name)}.", "Remove one of the two."))
        capacity = tuple(_capacity(value(section, "capacity"), members, problems))
        yield Team(name, tuple(dict.fromkeys(members)), capacity, key.place)


def _capacity(node: Node | None, members: tuple[str, ...], problems: Problems) -> Iterator[tuple[str, int]]:
    """How many open handoffs each member may have: one number for all, or one for each."""
    if node is None:
        return
    if isinstance(node, Text):
        number = _count(node, problems)
        yield from ((member, number) for member in members if number)
        return
    given = entries(node, "“capacity”", members, problems)
    for member in members:
        if member not in given:
            mend = "Write a number for each member, or one number for all."
            problems.append(Problem(node.place, f"“capacity” says nothing of {member}.", mend))
        elif number := _count(given[member][1], problems):
            yield member, number


def _count(node: Node, problems: Problems) -> int:
    written = word(node, "The capacity", problems)
    if re.fullmatch(r"[1-9]\d{0,3}", written):
        return int(written)
    if written:
        what = f"{quoted(written)} is not a number of handoffs."
        problems.append(Problem(node.place, what, "Write a whole number from 1 to 9999."))
    return 0


def people(node: Node | None, problems: Problems) -> Iterator[tuple[str, str]]:
    """What the CRM calls an owner, and the owner's address."""
    for name, (_, given) in entries(node or Text(""), "“people”", None, problems).items():
        for address in _addresses(given, problems):
            yield name, address


def absences(node: Node | None, problems: Problems) -> Iterator[Absence]:
    """Who is away when: one pair of days, or a list of pairs, by person."""
    for person, (key, given) in entries(node or Text(""), "“absences”", None, problems).items():
        if not ADDRESS.fullmatch(person):
            problems.append(Problem(key.place, f"{quoted(person)} is not an e-mail address.", "Write whose it is."))
        for one in given.values if isinstance(given, Items) else (given,):
            section = entries(one, f"an absence of {person}", ABSENCE_KEYS, problems)
            first, last = (_end(section, end, one, problems) for end in ABSENCE_KEYS)
            if first and last and not first <= last <= first + LONGEST_ABSENCE:
                mend = "Write the first day as “from” and the last as “until”, at most ten years apart."
                problems.append(Problem(one.place, f"{person} is away from {first} until {last}.", mend))
            elif first and last:
                yield Absence(person.lower(), first, last)
        if isinstance(given, Blank):
            given.may_repeat()


def _end(section: Mapping[str, tuple[Text, Node]], end: str, at: Node, problems: Problems) -> date | None:
    if end in section:
        node = section[end][1]
        return day(word(node, quoted(end), problems), node, problems)
    mend = "Write “{ from: 2026-07-01, until: 2026-07-14 }”; both days belong to it."
    problems.append(Problem(at.place, f"The absence has no {quoted(end)}.", mend))
    return None


def _addresses(node: Node | None, problems: Problems) -> Iterator[str]:
    """E-mail addresses, in lower case as users have them."""
    for given, at in texts(node, "the list", problems):
        if ADDRESS.fullmatch(given):
            yield given.lower()
        else:
            mend = "Write addresses such as ada@example.com."
            problems.append(Problem(at.place, f"{quoted(given)} is not an e-mail address.", mend))
