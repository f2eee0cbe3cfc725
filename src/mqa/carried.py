"""What a fold goes on from: the standings that the run before left, in the levels of the definition that goes on.

Standings are carried over from one version to the next by the names of levels, or by what those were called formerly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mqa import versions
from mqa.definition.parts.names import levels_written
from mqa.definition.succession import successors
from mqa.ledger import definitions, runs, segments, stored_answers
from mqa.ledger.runs import REFRESHED, PublishedRun
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import TABLES
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import ColumnType
from mqa.warehouse.segments import scan_sql

LEVELS = {"standings": ("level", "was"), "streaks": ("level",)}  # the columns of what is carried over
# Levels that became one have held as one since the last of them did.
STREAKS = "select as_of, account_id, level, max(since) as since from ({}) where level > 0 group by all"


@dataclass(frozen=True)
class Before:
    """The run that a fold goes on from. `levels`: today's level by the number of the run's (None: they're the same)."""

    run: PublishedRun
    levels: Mapping[int, int] | None = None


@dataclass(frozen=True)
class Basis:
    """What a run rests on beside its definition and days: what it sees of the stored world, and its yesterday.

    `made`: the earlier run that it makes again, if it does.
    """

    seen: Seen
    fold_from: int
    earlier: Before | None
    made: PublishedRun | None = None


def basis_of(agreement: Agreement, as_of: int, known_at: int, fold_from: int | None, *, again: bool) -> Basis:
    """What a run is to rest on; `again`: on what an earlier one of the same rested on, if there is one."""
    definition, version = agreement.definition, agreement.version
    made = runs.made_before(definition.name, version, as_of, known_at, fold_from) if again else None
    if made and made.seen:
        return Basis(made.seen, made.fold_from, as_before(made, definition), made)
    seen = Seen(segments.last_load(), stored_answers.seen(definition.name, min(as_of, known_at)))
    if fold_from is not None:
        return Basis(seen, fold_from, None)
    earlier = before(definition, version, as_of)
    return Basis(seen, earlier.run.fold_from if earlier else as_of - FOLD_DAYS, earlier)


def before(definition: Definition, version: str, as_of: int) -> Before | None:
    """What a run of a day goes on from: the last run of the definition in the ninety days before, whatever its version.

    None where there is none: then a fold begins anew.
    """
    run = runs.latest_before(definition.name, as_of, FOLD_DAYS)
    if run is None or run.version == version:
        return Before(run) if run else None
    return Before(run, levels_since(run.version, definition))


def as_before(made: PublishedRun, definition: Definition) -> Before | None:
    """What a run went on from when it was made, whatever was run, renamed or replaced since."""
    if made.went_on_from is None:
        return None
    run = runs.run_of(made.went_on_from)
    same = run.version == made.version
    return Before(run, None if same else levels_since(run.version, definition, before=made.run_id))


def levels_since(version: str, definition: Definition, *, before: int | None = None) -> dict[int, int]:
    """The level of a definition by the number that it goes on from in an earlier version, whose levels' names suffice.

    They are read off its text alone, so that standings go on though the rest of it may mean something else today.
    `before`: see `mqa.versions.called_today`.
    """
    names = [*levels_written(definitions.text_of(version))]
    return successors(names, definition.levels, versions.called_today(definition, before=before))


def yesterday_of(folder: Path, earlier: Before | None, accounts: Accounts) -> dict[str, str] | None:
    """The queries for the standings and streaks that an earlier run left."""
    if earlier is None:
        return None
    tables = {name: _left(folder, earlier.run, name, accounts) for name in LEVELS}
    if earlier.levels is None:
        return tables
    standings, streaks = (renumbered(tables[name], earlier.levels, *LEVELS[name]) for name in tables)
    return {"standings": standings, "streaks": STREAKS.format(streaks)}


def renumbered(query: str, levels: Mapping[int, int], *columns: str) -> str:
    """The rows of a query with their levels in today's numbers; 0 where no level goes on from them."""
    cases = " ".join(f"when {was:d} then {now:d}" for was, now in sorted(levels.items()))
    replaced = (f"cast({f'case {name} {cases} else 0 end' if cases else 0} as bigint) as {name}" for name in columns)
    return f"select * replace ({', '.join(replaced)}) from ({query})"


def _left(folder: Path, run: PublishedRun, table: str, accounts: Accounts) -> str:
    """What a run left of a table; of accounts that were judged again on its day what was found last."""
    left = _scan(folder, run, table, TABLES[table].columns, accounts)
    if not run.tables.get(REFRESHED):
        return left
    again = _scan(folder, run, REFRESHED, {"account_id": "bigint"}, accounts)
    found = _scan(folder, run, f"{REFRESHED}_{table}", TABLES[table].columns, accounts)
    return f"select * from ({left}) where account_id not in ({again}) union all {found}"


def _scan(folder: Path, run: PublishedRun, table: str, columns: Mapping[str, ColumnType], accounts: Accounts) -> str:
    return scan_sql(folder, run.tables.get(table, ()), columns, accounts.first, accounts.last)
