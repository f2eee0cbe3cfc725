"""What a fold goes on from: the standings that the run before left, in the levels of the definition that goes on.

Standings are carried over from one version to the next by the names of levels, or by what those were called formerly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mqa import versions
from mqa.definition.parts.names import levels_written
from mqa.definition.succession import successors
from mqa.ledger import definitions, runs
from mqa.ledger.runs import PublishedRun
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import TABLES
from mqa.terms.rules import Definition
from mqa.warehouse.segments import scan_sql

LEVELS = {"standings": ("level", "was"), "streaks": ("level",)}  # the columns of what is carried over
# Levels that became one have held as one since the last of them did.
STREAKS = "select as_of, account_id, level, max(since) as since from ({}) where level > 0 group by all"


@dataclass(frozen=True)
class Before:
    """The run that a fold goes on from. `levels`: today's level by the number of the run's (None: they're the same)."""

    run: PublishedRun
    levels: Mapping[int, int] | None = None


def before(definition: Definition, version: str, as_of: int) -> Before | None:
    """What a run of a day goes on from: the last run of the definition in the ninety days before, whatever its version.

    None where there is none: then a fold begins anew.
    """
    run = runs.latest_before(definition.name, as_of, FOLD_DAYS)
    if run is None or run.version == version:
        return Before(run) if run else None
    return Before(run, levels_since(run.version, definition))


def levels_since(version: str, definition: Definition) -> dict[int, int]:
    """The level of a definition by the number that it goes on from in an earlier version, whose levels' names suffice.

    They are read off its text alone, so that standings go on though the rest of it may mean something else today.
    """
    names = [*levels_written(definitions.text_of(version))]
    return successors(names, definition.levels, versions.called_today(definition))


def yesterday_of(folder: Path, earlier: Before | None, accounts: Accounts) -> dict[str, str] | None:
    """The queries for the standings and streaks that an earlier run left."""
    if earlier is None:
        return None
    tables = {name: _scan(folder, earlier.run.tables.get(name, ()), name, accounts) for name in LEVELS}
    if earlier.levels is None:
        return tables
    standings, streaks = (renumbered(tables[name], earlier.levels, *LEVELS[name]) for name in tables)
    return {"standings": standings, "streaks": STREAKS.format(streaks)}


def renumbered(query: str, levels: Mapping[int, int], *columns: str) -> str:
    """The rows of a query with their levels in today's numbers; 0 where no level goes on from them."""
    cases = " ".join(f"when {was:d} then {now:d}" for was, now in sorted(levels.items()))
    replaced = (f"cast({f'case {name} {cases} else 0 end' if cases else 0} as bigint) as {name}" for name in columns)
    return f"select * replace ({', '.join(replaced)}) from ({query})"


def _scan(folder: Path, files: Sequence[str], table: str, accounts: Accounts) -> str:
    return scan_sql(folder, files, TABLES[table].columns, accounts.first, accounts.last)
