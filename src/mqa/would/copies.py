"""Copies of one account, each with a change added, judged together by the steps of the line.

Accounts do not know of each other, so every copy is an account of one world: what a change would do is found by the
very functions that a run is made of, on the rows that loading would have made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from mqa import line, pipeline
from mqa.definition.rows.rules import rule_rows
from mqa.definition.rows.windows import longest_window
from mqa.folding import begin_fold, fold
from mqa.reading import Connection, Row, rows
from mqa.scoring.content import NO_CONTENT, Content
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.supposed import Change
from mqa.would.supposing import supposed_rows

MOST_COPIES = 400  # that are judged at once
MOST_ROWS = 1_500_000  # activity days of them and of their days together
MEMORY = "500MB"
KEPT = ("accounts", "aliases", "people", "facts", "intent", "dispositions")  # as they are told of the account
CARRIED = ("standings", "streaks")
UNWANTED = ("contributions",)
ITS_SHAPES = "select * from shapes where shape_id in (select shape_id from activities where account_id = {:d})"
ITS_ROWS = "select * from {} where account_id = {:d} and known_on <= {:d}"
COPIED = """
    create or replace table {} as
    select o.* replace (c.copy as account_id) from one_{} as o cross join copies as c
"""
ROLLED_UP = "insert into activity_days select o.* replace (c.copy as account_id) from {} as o cross join copies as c"
REACHED = """
    select account_id, min_by(level, as_of), min(as_of)
    from transitions
    where list_contains($goals::bigint[], level)
    group by account_id
"""
VERDICTS = f"""
    select v.* exclude (as_of)
    from ({" union all ".join(f"select * from {table}" for table in pipeline.VERDICTS)}) as v
    inner join asked as a on a.copy = v.account_id and a.day = v.as_of
"""
SCOPES = "select account_id, scope from placements inner join asked on copy = account_id and day = as_of"
LEAVES = "select as_of, level from transitions where was = ? order by as_of limit 1"


@dataclass(frozen=True)
class Judged:
    """What became of a change. `level`, `on`: the first of the levels wanted that is entered, and the day (0: none).

    `verdicts`: of the last day of the change; `scope`: the segment and tier it is of then.
    """

    change: Change
    level: int
    on: int
    verdicts: tuple[Row, ...]
    scope: int


class Copies:
    """One account as it stands at the end of day `as_of`, to be copied; changes begin on the day after.

    It has an engine of its own, in memory, which is to be closed.
    """

    def __init__(
        self,
        world: Connection,
        definition: Definition,
        account_id: int,
        standing: Mapping[str, Sequence[Row]],
        as_of: int,
        *,
        known_at: int,
        shapes: Iterable[Shape] = (),
        titles: Iterable[str] = (),
        content: Content = NO_CONTENT,
    ) -> None:
        """`world`: where world tables hold the account; `standing`: its rows of standings and streaks on the day.

        What was learned after `known_at` is left out. `shapes`, `titles`, `content`: those of the changes that will be
        tried.
        """
        self.definition, self.as_of, self.known_at = definition, as_of, known_at
        self.engine = duckdb.connect(config={"threads": 1, "memory_limit": MEMORY})
        self.engine.execute("pragma disable_optimizer")  # of so few rows, planning costs more than it saves
        self._take(world, "shapes", ITS_SHAPES.format(account_id))
        self._take(world, "activities", ITS_ROWS.format("activities", account_id, known_at))
        for table in KEPT:
            self._take(world, f"one_{table}", ITS_ROWS.format(table, account_id, known_at))
        told = self.engine.execute("select distinct coalesce(title, ''), coalesce(role, '') from one_people").fetchall()
        looks = dict.fromkeys((*line.shapes(self.engine), *shapes))
        titled = sorted({*told, *((title, "") for title in titles)})
        mapped = line.content(self.engine, line.told(world, definition, known_at)).and_of(content)
        of_data = pipeline.rules_of_data(definition, looks, titled, mapped)
        line.fill_all(self.engine, {**rule_rows(definition), **of_data})
        line.make(self.engine, pipeline.ROLL_UP)
        window = longest_window(definition)
        lately = f"select * from activity_days where day > {as_of + 1 - window:d}"  # what is older counts for nothing
        self.engine.execute(f"create table one_activity_days as {lately}")
        self.acts = int(self.engine.execute("select count(*) from one_activity_days").fetchall()[0][0])
        for table in CARRIED:
            columns = pipeline.TABLES[table].columns
            line.fill(self.engine, table, [tuple(row[name] for name in columns) for row in standing[table]])
        self._stand()

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()

    def go_on_to(self, day: int) -> None:
        """Let the account stand where it would at the end of a later day, if nothing happened until then."""
        if day > self.as_of:
            self._fold([Change()], day, self._days_at_once)
            self._stand()
            self.as_of = day

    def leaves(self, level: int, until: int) -> tuple[int, int] | None:
        """The first day up to one on which it would stand at another level, and at which, if nothing happened."""
        self._fold([Change()], until, self._days_at_once)
        found = self.engine.execute(LEAVES, [level]).fetchall()
        return (int(found[0][0]), int(found[0][1])) if found else None

    def judged(self, changes: Sequence[Change], goals: Sequence[int], until: int) -> list[Judged]:
        """What becomes of each change by a day, in their order; `goals`: the numbers of the levels that are wanted."""
        at_once = max(1, min(MOST_COPIES, self._days_at_once // (until - self.as_of)))
        return [
            one
            for start in range(0, len(changes), at_once)
            for one in self._judged(changes[start : start + at_once], goals, until)
        ]

    @property
    def _days_at_once(self) -> int:
        return max(1, MOST_ROWS // (self.acts + 1))

    def _judged(self, changes: Sequence[Change], goals: Sequence[int], last: int) -> list[Judged]:
        self._fold(changes, last, last - self.as_of)
        reached = {
            copy: (level, on) for copy, level, on in self.engine.execute(REACHED, {"goals": list(goals)}).fetchall()
        }
        scopes = dict(self.engine.execute(SCOPES).fetchall())
        verdicts: dict[int, list[Row]] = {}
        for row in rows(self.engine, VERDICTS):
            verdicts.setdefault(row["account_id"], []).append(row)
        return [
            Judged(change, *reached.get(nth, (0, 0)), tuple(verdicts.get(nth, ())), scopes[nth])
            for nth, change in enumerate(changes, start=1)
        ]

    def _fold(self, changes: Sequence[Change], last: int, days_at_once: int) -> None:
        """Judge and fold so many copies, each with its change, over the coming days."""
        self._settle(changes)
        days = [(day, max(day, self.known_at)) for day in range(self.as_of + 1, last + 1)]
        begin_fold(self.engine, {table: f"select * from copied_{table}" for table in CARRIED})
        for start in range(0, len(days), days_at_once):
            some = days[start : start + days_at_once]
            line.judge(self.engine, some, self.definition, but=UNWANTED)
            fold(self.engine, some)

    def _settle(self, changes: Sequence[Change]) -> None:
        """Make the world of so many copies: what is known of the account in each, and what is supposed of each."""
        asked = [(nth, self.as_of + max(change.days, 1)) for nth, change in enumerate(changes, start=1)]
        told = ", ".join(f"({copy:d}, {day:d})" for copy, day in asked)
        self.engine.execute(f"create or replace table asked as select * from (values {told}) as a (copy, day)")
        self.engine.execute("create or replace table copies as select copy from asked")
        for table in KEPT:
            self.engine.execute(COPIED.format(table, table))
        for table in CARRIED:
            self.engine.execute(COPIED.format(f"copied_{table}", table))
        added: dict[str, list[Sequence[int | str | None]]] = {"people": [], "facts": [], "intent": [], "activities": []}
        for nth, change in enumerate(changes, start=1):
            for table, row in supposed_rows(change, nth, self.as_of + 1):
                added[table].append(row)
        line.fill(self.engine, "activities", added.pop("activities"))
        for table, some in added.items():
            line.add(self.engine, table, some)
        line.make(self.engine, pipeline.ROLL_UP)  # additive: what is supposed is rolled up beside what there was
        self.engine.execute(ROLLED_UP.format("one_activity_days"))

    def _take(self, world: Connection, name: str, query: str) -> None:
        columns = pipeline.TABLES[name.removeprefix("one_")].columns
        found = world.sql(query).to_arrow_table().select(list(columns))  # noqa: F841  (DuckDB finds it)
        self.engine.execute(f"create table {name} as select * from found")

    def _stand(self) -> None:
        """Let the account stand where the standings and streaks in view say."""
        for table in CARRIED:
            self.engine.execute(f"create or replace table one_{table} as select * from {table}")
