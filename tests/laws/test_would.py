"""What is said to be enough is, what is said not to be is not, and nothing smaller of the same kind is enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from duckdb import DuckDBPyConnection
from hypothesis import given
from hypothesis import strategies as st

from mqa import line
from mqa.reading import rows
from mqa.terms.rules import Definition
from mqa.terms.stages import QUALIFIED
from mqa.terms.supposed import Change
from mqa.terms.tables import JUDGEMENT
from mqa.would import search
from mqa.would.common import Common, common
from mqa.would.copies import CARRIED, Copies
from mqa.would.occurring import occurring
from mqa.would.supposing import supposed_rows
from tests.laws.worlds import (
    GOOD,
    SHAPES,
    TODAY,
    Act,
    History,
    Judged,
    account,
    agreements,
    few,
    histories,
    membership,
    settle,
    settle_rules,
    stood,
)

OF_A_DAY = ("members", "person_scores", "known_facts", "surges", "placements")
BEGIN, AHEAD = TODAY - 40, 12
BUSY = tuple(Act(person, kind, TODAY - 3, TODAY - 3, 60, 1) for person in (1, 2) for kind in GOOD)
LIKE_THEM = History(0, BUSY, (membership(1, "CFO", 0), membership(2, "Solutions Architect", 0)), (), (), ())


def _by_today(history: History) -> History:
    """Without what is learned later."""
    return replace(
        history,
        known_on=0,
        acts=tuple(act for act in history.acts if act.known_on <= TODAY),
        **{
            name: tuple(row for row in getattr(history, name) if int(row[at] or 0) <= TODAY)
            for name, at in (("people", 6), ("facts", 9), ("intent", 6), ("dispositions", 5))
        },
    )


known_today = st.lists(histories().map(_by_today), min_size=1, max_size=2)


@dataclass(frozen=True)
class Case:
    """An account that does not qualify, and what was found of it."""

    history: History
    definition: Definition
    found: search.Found
    goals: list[int]

    def entered(self, changes: Sequence[Change]) -> list[tuple[int, int]]:
        """The first of the levels wanted that it enters with each change, and the day (0: none), all folded anew."""
        days = range(BEGIN, self.found.until + 1)
        moved = stood([self._with(change) for change in changes], self.definition, days)
        steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for day, number, level, *_ in sorted(moved["transitions"]):
            if level in self.goals and day > TODAY:
                steps[number].append((level, day))
        return [(steps[account(nth)] or [(0, 0)])[0] for nth in range(len(changes))]

    def _with(self, change: Change) -> History:
        """Its history with what loading would have made of a change."""
        added: dict[str, list[Any]] = defaultdict(list)
        for table, row in supposed_rows(change, 0, self.found.from_day):
            added[table].append(tuple(row[1:]))
        kinds = {number: kind for kind, number in SHAPES.items()}
        acts = [Act(row[0], kinds[row[2]], row[4], row[6], row[7], row[3]) for row in added.pop("activities", [])]
        return self.history.and_then(acts=acts, **added)


def searched(world: Sequence[History], definition: Definition) -> list[Case]:
    """What is found of each account that does not qualify."""
    everybody = [*world, LIKE_THEM]
    standing = stood(everybody, definition, range(BEGIN, TODAY + 1))
    connection = settle(everybody, definition)
    line.fill(connection, "shapes", [(number, kind, "", "", "", "") for kind, number in SHAPES.items()])
    like = common(connection, definition, TODAY, TODAY)
    settle_rules(connection, definition)
    line.judge(connection, [(TODAY, TODAY)], definition)
    cases = []
    for nth, history in enumerate(world):
        mine = {name: rows(connection, f"select * from {name} where account_id = {account(nth)}") for name in OF_A_DAY}
        carried = {name: standing_rows(standing, name, nth) for name in CARRIED}
        level = next((row["level"] for row in carried["standings"]), 0)
        if level and definition.levels[level - 1].stage in QUALIFIED:
            continue
        goals = [n for n, one in enumerate(definition.levels, start=1) if n > level and one.stage in QUALIFIED]
        here = like[mine["placements"][0]["segment"]]
        copies = copied(connection, nth, carried, definition, here)
        if carried["standings"] and carried["standings"][0]["cooling_until"]:
            copies.go_on_to(carried["standings"][0]["cooling_until"] - 1)
        found = search.found(copies, goals, occurring(here, mine, {}, definition))
        copies.close()
        cases.append(Case(history, definition, found, goals))
    return cases


def copied(
    connection: DuckDBPyConnection, nth: int, carried: dict[str, Any], definition: Definition, like: Common
) -> Copies:
    """Copies of the nth account as it stands today."""
    titles = [doer.title for doer in like.doers]
    return Copies(
        connection, definition, account(nth), carried, TODAY, known_at=TODAY, shapes=like.shapes, titles=titles
    )


def standing_rows(standing: Judged, table: str, nth: int) -> list[dict[str, Any]]:
    """The rows of an account in a table that was folded."""
    return [dict(zip(JUDGEMENT[table].columns, row, strict=True)) for row in standing[table] if row[1] == account(nth)]


@few
@given(world=known_today, definition=agreements)
def test_what_is_told_of_changes_comes_out_and_nothing_smaller_is_enough(
    world: list[History], definition: Definition
) -> None:
    for case in searched(world, definition):
        found = case.found
        told = [found.alone, *found.enough, *found.not_enough, *([found.nearest] if found.nearest else [])]
        expected = {one.change: (one.level, one.on) for one in told}
        expected |= {change: (0, 0) for one in found.enough for change in one.change.smaller()}
        assert dict(zip(expected, case.entered(list(expected)), strict=True)) == expected
        assert not any(one.on for one in found.not_enough)


@few
@given(world=st.lists(histories().map(_by_today), min_size=6, max_size=9), definition=agreements)
def test_a_level_ends_on_the_day_that_is_said_and_not_before(world: list[History], definition: Definition) -> None:
    standing = stood(world, definition, range(BEGIN, TODAY + 1))
    connection = settle(world, definition)
    said = {}
    for nth in range(len(world)):
        carried = {name: standing_rows(standing, name, nth) for name in CARRIED}
        copies = copied(connection, nth, carried, definition, Common(0))
        said[nth] = copies.leaves(next((row["level"] for row in carried["standings"]), 0), TODAY + AHEAD)
        copies.close()
    moved = sorted(stood(world, definition, range(BEGIN, TODAY + AHEAD + 1))["transitions"])
    first = {
        nth: next(((day, level) for day, number, level, *_ in moved if number == account(nth) and day > TODAY), None)
        for nth in range(len(world))
    }
    assert said == first
