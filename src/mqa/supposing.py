"""What would become of a made-up company: its rows go through the same steps as loaded ones, in memory.

Companies do not know of each other, so many are judged at once, each as an account of one world. A rule looks at ages
only, never at the calendar: each company is moved in time so that the last day asked of it is the same for all, and
what comes out is moved back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mqa import line, pipeline
from mqa.definition.rows.exact import rounded
from mqa.evidence import Evidence
from mqa.folding import begin_fold, folded
from mqa.grounds import PEOPLE, by_account, days_of, occasion_rows, occasions_of, rows_of_day
from mqa.line import FOLD_DAYS
from mqa.reading import Account, Connection, Row, rows
from mqa.scoring.content import EVER
from mqa.sources.reading import PATH
from mqa.terms.keys import number_of, person_number
from mqa.terms.rules import Definition
from mqa.terms.stories import Act, Fact, Page, World
from mqa.terms.tables import WORLD

WorldRows = dict[str, list[tuple[int | str | None, ...]]]
UNIX_DAY_OF_FIRST = 10_957  # 2000-01-01
MOVED = (  # columns that hold days
    *("as_of", "since", "evidence_on", "cooling_until", "asks_evidence_after"),
    *("day", "known_on", "observed_on", "value_on", "week"),
)


@dataclass(frozen=True)
class _Moved:
    """A company in the world that all share: its number, the days asked of it, and by how many days it is moved."""

    number: int
    world: World
    days: tuple[int, ...]
    by: int

    @property
    def first(self) -> int:
        """The first day that is folded for it."""
        return self.days[0] + self.by - FOLD_DAYS

    def since(self, day: int | None) -> int:
        """The day on which something was so; its first day, where it was since ever."""
        return self.first if day is None else day + self.by

    def moved(self, day: int | None) -> int | None:
        """A day of the company in the world that all share."""
        return None if day is None else day + self.by


def supposed(definition: Definition, world: World, as_of: int) -> Evidence:
    """What the result of a made-up company on a day rests on, as if a first run had been made on that day."""
    return supposed_together(definition, [(world, (as_of,))])[0][as_of]


def supposed_together(
    definition: Definition, asked: Sequence[tuple[World, Sequence[int]]]
) -> list[dict[int, Evidence]]:
    """The same for many companies and days at once: for each company its evidence by day, in their order.

    Standings are folded for each from 90 days before the first day asked, as a first run on that day does. Those of
    one map of content are judged together: it is the same for all accounts of a world.
    """
    found: dict[int, dict[int, Evidence]] = {}
    for content in dict.fromkeys(world.content for world, _ in asked):
        some = [nth for nth, (world, _) in enumerate(asked) if world.content == content]
        found |= zip(some, _of_one_map(definition, [asked[nth] for nth in some]), strict=True)
    return [found[nth] for nth in range(len(asked))]


def _of_one_map(definition: Definition, asked: Sequence[tuple[World, Sequence[int]]]) -> list[dict[int, Evidence]]:
    last = max(max(days) for _, days in asked)
    moved = [
        _Moved(number_of(f"{nth} {world.domain}"), world, tuple(sorted(set(days))), last - max(days))
        for nth, (world, days) in enumerate(asked)
    ]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("pragma disable_optimizer")  # of so few rows, planning would cost more than it saves
        _settle(connection, definition, moved)
        found = dict(_judged(connection, definition, moved, last))
    return [{day: _evidence(one, day, found[day + one.by]) for day in one.days} for one in moved]


def _settle(connection: Connection, definition: Definition, moved: Sequence[_Moved]) -> None:
    """Make the world tables of these companies, the rules for them, and their activity days."""
    tables: WorldRows = {name: [] for name in WORLD}
    for one in moved:
        for name, some in _world_rows(one).items():
            tables[name] += some
    tables["content"] = [row for page in moved[0].world.content for row in _page(page)]
    tables["shapes"] = list(dict.fromkeys(tables["shapes"]))
    for name, some in tables.items():
        line.fill(connection, name, some)
    line.fill_all(connection, line.rules_for(connection, definition))
    line.make(connection, pipeline.ROLL_UP)


def _judged(
    connection: Connection, definition: Definition, moved: Sequence[_Moved], last: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of each day that is asked of somebody, as the run of that day would find them, by table and account."""
    first = min(one.first for one in moved)
    judged_days = [(day, day) for day in range(first, last + 1)]
    line.judge(connection, judged_days, definition)
    begin_fold(connection)
    everything = " union all ".join(f"select * from {table}" for table in pipeline.VERDICTS)
    connection.execute(f"create or replace view verdicts as {everything}")
    wanted = {day + one.by for one in moved for day in one.days}
    for day in folded(connection, judged_days, wanted):
        if day not in wanted:
            continue
        for step in pipeline.LAST:
            line.make(connection, step)
        days = days_of(definition, day, day)
        tables = {name: by_account(some) for name, some in rows_of_day(connection, days).items()}
        history = rows(connection, "select * from transitions where as_of <= ? order by as_of desc", [day])
        yield (
            day,
            {
                **tables,
                "transitions": by_account(history),
                "people": by_account(rows(connection, PEOPLE, {"known_at": day})),
                "occasions": by_account(occasion_rows(connection, days, None)),
            },
        )


def _world_rows(one: _Moved) -> WorldRows:
    """The rows that loading would have made of what is told of a company; from its first day what was so since ever."""
    world, number, by = one.world, one.number, one.by
    first = max(one.first, one.since(world.known_on))
    return {
        "accounts": [(number, world.domain, world.name, world.owner, "", "", first, first, 1)],
        "people": [
            (number, _person(one, who.name), who.name, who.title, who.role, "", "", *[one.since(who.known_on)] * 2, 1)
            for who in world.people
        ],
        "facts": [row for fact in world.facts for row in _fact(one, fact)],
        "shapes": [_shape(act) for act in world.acts],
        "activities": [_activity(one, act, nth) for nth, act in enumerate(world.acts)],
        "intent": [
            (
                number,
                seen.topic.lower(),
                seen.on + by,
                None if seen.strength is None else rounded(seen.strength * 1000),
                seen.count,
                seen.provider,
                number,
                *[seen.on + by] * 2,
                1,
            )
            for seen in world.research
        ],
        "outcomes": [
            (number, str(nth), step.opportunity, step.kind, step.on + by, 0, "", "", "", *[step.on + by] * 2, 1)
            for nth, step in enumerate(world.outcomes)
        ],
        "dispositions": [
            (number, nth, said.answer, said.reason, said.on + by, one.moved(said.until), said.on + by)
            for nth, said in enumerate(sorted(world.answers, key=lambda said: said.on), start=1)
        ],
    }


def _fact(one: _Moved, fact: Fact) -> Iterator[tuple[int | str | None, ...]]:
    thousandths = None if fact.number is None else rounded(fact.number * 1000)
    on = one.since(fact.on)
    told = (thousandths, one.moved(fact.date), on, one.moved(fact.ended_on), int(fact.several), 0, "", on, on, 1)
    for value in fact.values:
        yield (one.number, fact.name, value.lower(), *told)


def _person(one: _Moved, name: str) -> int:
    return person_number(f"{one.number} {name}", nameless=False)


def _page(page: Page) -> Iterator[tuple[int | str | None, ...]]:
    for topic in page.topics or ("",):
        yield ("", "", 1, page.path.lower(), page.asset, topic, page.buying_stage, EVER)


def _shape(act: Act) -> tuple[int | str | None, ...]:
    path = (re.match(PATH, act.url) or [""])[1].lower() or "/" if act.url else ""
    looks = (act.activity, path, act.source, act.campaign, act.topic)
    return (number_of("\x1f".join(looks)), *looks)


def _activity(one: _Moved, act: Act, nth: int) -> tuple[int | str | None, ...]:
    day, known_on = act.on + one.by, one.by + (act.on if act.known_on is None else act.known_on)
    who = _person(one, act.person) if act.person else person_number(f"{one.number} {act.visitor}", nameless=True)
    asset = number_of(act.asset) if act.asset else 0
    moment = (day + UNIX_DAY_OF_FIRST) * 86_400
    of_act = (_shape(act)[0], asset, day, moment, known_on, act.seconds, act.times)
    return (one.number, who, str(nth), *of_act, "", act.url, act.asset)


def _evidence(one: _Moved, day: int, found: Mapping[str, Mapping[int, list[Row]]]) -> Evidence:
    """What was found of a company on a day, moved back to where the company is in time."""
    tables = {name: [_back(row, one.by) for row in some.get(one.number, ())] for name, some in found.items()}
    people, occasions = tables.pop("people"), tables.pop("occasions")
    account = Account(one.number, one.world.domain, one.world.name, one.world.owner)
    return Evidence(
        account,
        (),
        day,
        day,
        None,
        tables,
        {row["person_id"]: row for row in people},
        occasions_of(occasions),
    )


def _back(row: Row, by: int) -> Row:
    return {name: value - by if name in MOVED and value is not None else value for name, value in row.items()}
