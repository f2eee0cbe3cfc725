"""Whose a nameless visitor's id is: the person's who is named beside it, the next one's from the day they are named,
nobody's in particular once it shows to be of several."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

MOST_PEOPLE = 3  # of one visitor; an id of more is a kiosk's, or a tablet's at a fair
SEVERAL = ""  # as a person: nobody in particular


class Turn(NamedTuple):
    """Whose a visitor is from a day on."""

    since: int
    person: str


def turns(named: Iterable[tuple[int, str]]) -> list[Turn]:
    """Whose a visitor is from which day on, by the days on which people were named beside it.

    The same as `sources/sql/visitor_periods.sql` finds it of many.

    >>> turns([(5, "ann"), (7, "ann"), (9, "bo")])
    [Turn(since=5, person='ann'), Turn(since=9, person='bo')]
    >>> turns([(5, "ann"), (9, "bo"), (9, "cy")])
    [Turn(since=5, person='ann'), Turn(since=9, person='')]
    """
    found: list[Turn] = []
    met: set[str] = set()
    for day, some in groupby(sorted(set(named)), key=lambda one: one[0]):
        people = {person for _, person in some}
        met |= people
        if len(people) > 1 or len(met) > MOST_PEOPLE:
            return [*found, Turn(day, SEVERAL)]
        [person] = people
        if not found or found[-1].person != person:
            found.append(Turn(day, person))
    return found
