"""The rows of the world tables that loading would have made of what is supposed to happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mqa.terms.keys import person_number
from mqa.terms.supposed import Change, Doing, Learned, Surge

WorldRow = tuple[str, Sequence[int | str | None]]  # with its table


def supposed_rows(change: Change, account_id: int, from_day: int) -> Iterator[WorldRow]:
    """What loading would have made of a change that begins on a day; all is known on the day on which it happens."""
    on = (from_day, from_day, 1)  # known_on, told_on, times
    for doer, people in change.new_people.items():
        for nth in range(people):
            yield "people", (account_id, new_person(doer.role, nth), "", doer.title, "", "", "", *on)
    for place, part in enumerate(change.parts):
        match part:
            case Doing():
                yield from _acts(part, account_id, from_day, place)
            case Learned():
                told = (part.fact, part.value, part.number_milli, part.value_on, from_day, None, 0, 0, "")
                yield "facts", (account_id, *told, *on)
            case Surge():
                yield "intent", (account_id, part.topic, from_day, part.strength_milli, None, "", account_id, *on)


def new_person(role: str, nth: int) -> int:
    """The number of somebody who is not known yet: the nth of a role."""
    return person_number(f"somebody new {role} {nth}", nameless=False)


def _acts(part: Doing, account_id: int, from_day: int, place: int) -> Iterator[WorldRow]:
    deed = part.deed
    for nth in range(part.people):
        person = part.doer.person_id or new_person(part.doer.role, nth)
        for day in range(part.days):
            asset = deed.assets[day % len(deed.assets)] if deed.assets else 0
            act = (f"supposed {place} {nth} {day}", deed.shape_id, asset, from_day + day, 0, from_day + day)
            yield "activities", (account_id, person, *act, deed.seconds, 1, "", "", "")
