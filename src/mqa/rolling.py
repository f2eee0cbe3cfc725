"""Rolling up: stored acts become activity days, once for each set of patterns; and the segments that runs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from mqa import line, pipeline
from mqa.definition.rows.conditions import counters
from mqa.ledger import leases, segments, stored_answers
from mqa.line import Accounts
from mqa.pipeline import ROLL_UP
from mqa.renaming import line_of
from mqa.scoring.patterns import pattern_key
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen, StoredFile
from mqa.terms.tables import WORLD
from mqa.warehouse.engines import Engines, alone, side_by_side
from mqa.warehouse.segments import open_table
from mqa.warehouse.storing import store

ORDER = ("account_id", "person_id", "day")
World = dict[str, Sequence[str]]


@dataclass
class RulesMade:
    """The files of shapes, and of acts and content where these matter, for which an engine's rules were made last."""

    of: tuple[Sequence[str], Sequence[str]] | None = None


def roll_up(
    engines: Engines,
    folder: Path,
    definition: Definition,
    progress: Progress = silent,
    *,
    token: int,
    seen: Seen | None = None,
    rules: RulesMade | None = None,
) -> None:
    """Rolls up the segments of activities that are not yet rolled up under the definition's patterns.

    `token` is the writer's lease, which is renewed with every segment; the engines share them. `seen`: by the map of
    content that a run saw. `rules`: by which rules the same engines did so before, for the same definition.
    """
    key = key_of(definition, seen)
    done = segments.live_rollups(key)
    missing = [file for file in segments.live("activities") if file not in done]
    if not missing:
        return
    asked = [*segments.live("content"), *missing] if pipeline.asks_content(definition) else []
    made_of = (segments.live("shapes"), asked)
    if rules is None or rules.of != made_of:
        _fill_rules(engines, folder, definition, missing, seen)
    if rules:
        rules.of = made_of
    leases.renew(leases.WRITER, token)
    progress("Rolling up activity", 0, len(missing))
    with side_by_side(engines, lambda engine, file: _rolled_up(engine, folder, file), missing) as made:
        for nth, (file, stored) in enumerate(zip(missing, made, strict=True), start=1):
            leases.renew(leases.WRITER, token)
            segments.list_rollup(key, file, stored)
            progress("Rolling up activity", nth, len(missing))


def as_seen(engines: Engines, folder: Path, definition: Definition, seen: Seen) -> World:
    """The segments of a world of which a run saw less than is stored by now; read them by what was `seen`.

    Of acts that lie in one file with later ones the activity days are made anew. Nobody lists these files: they are
    swept away a day later.
    """
    key, later = key_of(definition, seen), segments.loaded_later("activities", seen.last_load)
    kept = [file for acts, file in segments.live_rollups(key).items() if file and acts not in later]
    _fill_rules(engines, folder, definition, later, seen)
    with side_by_side(engines, lambda engine, file: _rolled_up(engine, folder, file, seen), later) as made:
        parts = [*made]
    return segments_for(definition) | {ROLL_UP.table: kept + [part.file for part in parts if part]}


def segments_for(definition: Definition) -> World:
    """The live segments of every world table; activity days by the definition's patterns, answers only its own."""
    found = segments.all_live()
    world: World = {name: found.get(name, []) for name in WORLD if name != ROLL_UP.table}
    world["dispositions"] = stored_answers.files(line_of(definition))
    return world | {ROLL_UP.table: [file for file in segments.live_rollups(key_of(definition)).values() if file]}


def key_of(definition: Definition, seen: Seen | None = None) -> str:
    """The key of the roll-ups that a definition can use. `seen`: by the map of content that a run saw."""
    asks = pipeline.asks_content(definition)
    mapped = segments.last_load_of("content", seen.last_load if seen else None) if asks else 0
    return pattern_key(definition.signals, counters(definition), content=mapped)


def _fill_rules(
    engines: Engines,
    folder: Path,
    definition: Definition,
    acts: Sequence[str],
    seen: Seen | None,
) -> None:
    """Makes the rules for some files of acts; all shapes are looked at, and the map of content that a run saw."""
    world = {"shapes": segments.live("shapes"), "content": segments.live("content"), "activities": acts}
    mapped = replace(seen, later=seen.later & {"content"}) if seen else None
    with alone(engines) as first:
        line.open_world(first, folder, world, Accounts(), seen=mapped)
        content = line.content(first, line.told(first, definition))
        rules = pipeline.rules_of_data(definition, line.shapes(first), (), content)
    for engine in engines:
        line.fill_all(engine, rules)


def _rolled_up(
    connection: duckdb.DuckDBPyConnection, folder: Path, file: str, seen: Seen | None = None
) -> StoredFile | None:
    """The activity days of the acts of one file, stored; None where no act matched."""
    condition = seen.condition("activities") if seen else ""
    open_table(connection, "activities", folder, [file], WORLD["activities"].columns, condition=condition)
    return store(connection, pipeline.sql(ROLL_UP.file), folder, ROLL_UP.table, order_by=ORDER)
