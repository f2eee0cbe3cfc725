"""Both definitions on one world: opened, named in one way, and judged on the same days, shard by shard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mqa import judging, line, rolling, runs
from mqa.answered import store_answers
from mqa.comparing.queries import KEPT, PLACED
from mqa.definition.succession import successors
from mqa.line import Accounts
from mqa.reading import Connection
from mqa.renaming import line_of
from mqa.terms.progress import Progress
from mqa.terms.rules import Definition
from mqa.terms.stages import QUALIFIED
from mqa.terms.tables import RuleRows
from mqa.versions import called_today

WAS, NOW = 1, 2


@dataclass(frozen=True)
class Side:
    """One of both definitions, its world, and its rules for what stands in it."""

    side: int
    definition: Definition
    world: Mapping[str, Sequence[str]]
    rules: RuleRows


def opened(
    connection: Connection, folder: Path, both: tuple[Definition, Definition], *, progress: Progress, token: int
) -> tuple[Side, ...]:
    """Both sides on the same world, their activity days rolled up under the writer's lease `token`.

    A load in between would show one of them more than the other.
    """
    for definition in both:
        store_answers(folder, line_of(definition), token=token)
        rolling.roll_up([connection], folder, definition, progress, token=token)
    worlds = [rolling.segments_for(definition) for definition in both]
    sides = []
    for side, definition, world in zip((WAS, NOW), both, worlds, strict=True):
        runs.open_rules([connection], folder, world, definition)
        sides.append(Side(side, definition, world, line.rules_for(connection, definition)))
    return tuple(sides)


def name_levels(connection: Connection, was: Definition, now: Definition) -> None:
    """Write down the levels of both under one name each, today's, and the names of tiers and segments."""
    became = successors([level.name for level in was.levels], now.levels, called_today(now))
    handed = handed_off(was, now)
    literal = []
    for nth, level in enumerate(was.levels, start=1):
        name = now.levels[became[nth] - 1].name if nth in became else level.name
        literal.append((WAS, nth, name, became.get(nth, nth), int(level.name in handed[0])))
    for nth, level in enumerate(now.levels, start=1):
        literal.append((NOW, nth, level.name, nth, int(level.name in handed[1])))
    connection.executemany("insert into sides values (?, ?, ?, ?, ?)", literal)
    places = {"tier": [one.name for one in now.tiers], "segment": [one.name for one in now.segments]}
    for kind, names in places.items():
        connection.execute(f"create table {kind}_names (number bigint, name varchar)")
        connection.executemany(f"insert into {kind}_names values (?, ?)", [*enumerate(names, start=1)])


def judge(connection: Connection, folder: Path, sides: Sequence[Side], days: Sequence[int], progress: Progress) -> None:
    """Judge both on these days, shard by shard; keep where everybody stands at the end, and every change before."""
    counts = []
    for side in sides:
        line.open_world(connection, folder, side.world, Accounts())
        counts.append(runs.shard_count([connection]))
    shards = Accounts().shards(max(counts))
    for nth, accounts in enumerate(shards):
        for side in sides:
            progress("Judging accounts", nth * len(sides) + side.side - 1, len(shards) * len(sides))
            line.fill_all(connection, side.rules)
            line.open_world(connection, folder, side.world, accounts)
            judging.judge_days(connection, side.definition, [(day, day) for day in days])
            for kept in KEPT:
                connection.execute(kept.format(side=side.side))
        connection.execute(PLACED)
    progress("Judging accounts", len(shards) * len(sides), len(shards) * len(sides))


def handed_off(*both: Definition) -> list[tuple[str, ...]]:
    """The levels of each definition that go to sales; where none of them says so, those that are qualified."""
    if any(one.handoff.levels for one in both):
        return [one.handoff.levels for one in both]
    return [tuple(level.name for level in one.levels if level.stage in QUALIFIED) for one in both]
