"""Near: an engine that stays open, in which the stored rows of a few accounts stand as the world that steps read.

Rules are made once; those that follow from the data again only where an act or a title comes that they have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mqa import line, pipeline
from mqa.definition.rows.rules import rule_rows
from mqa.pipeline import DAY, FOLD, LAST, NEAR
from mqa.reading import Connection
from mqa.rolling import World
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD, ColumnType
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table, require, scan_sql

# Where an account stands needs neither the shares of single acts nor who shall be contacted.
NOT_LISTED = ("contributions", "committee", "unreachable", "contacts", "aqls")
STEPS = tuple(step for step in (*DAY, *FOLD, *LAST, *NEAR) if step.table not in NOT_LISTED)
READ = sorted(frozenset().union(*map(line.step_reads, STEPS)) & WORLD.keys())


class Near:
    """The rows of some accounts in stored files, and the rules of one definition."""

    def __init__(self, folder: Path, definition: Definition, *, memory_limit: str = "1GB") -> None:
        self.definition = definition
        self.connection: Connection = open_warehouse(folder, memory_limit=memory_limit)
        self._folder = folder
        self._shape_files: frozenset[str] = frozenset()  # whose shapes are known
        self._shapes: set[Shape] = set()
        self._titles: set[tuple[str, str]] = set()
        line.fill_all(self.connection, rule_rows(definition))
        self._fill_rules()

    def close(self) -> None:
        """Let go of the engine."""
        self.connection.close()

    def narrow(
        self, world: World, accounts: Sequence[int], yesterday: Mapping[str, str] | None
    ) -> dict[str, str] | None:
        """Let the tables of the world hold the rows of these accounts; returns `yesterday` for them alone.

        `world`: the files of each table; `yesterday`: queries for the tables that the day goes on from (None: it goes
        on from none). Raises Unavailable where a file is missing or broken.
        """
        self.connection.execute("create or replace table touched (account_id bigint)")
        self.connection.execute("insert into touched select unnest($accounts::bigint[])", {"accounts": [*accounts]})
        for table in READ:
            self._take(table, world.get(table, ()), WORLD[table].columns)
        self._learn(world["shapes"])
        if yesterday is None:
            return None
        return {
            table: f"select * from ({query}) where account_id in (from touched)" for table, query in yesterday.items()
        }

    def _take(self, name: str, files: Sequence[str], columns: Mapping[str, ColumnType]) -> None:
        require(self.connection, self._folder, files, columns)
        rows = f"select * from ({scan_sql(self._folder, files, columns)}) where account_id in (from touched)"
        self.connection.execute(f"create or replace table {name} as {rows}")

    def _learn(self, shape_files: Sequence[str]) -> None:
        """See that the rules know every shape of acts, and every title of the people in view."""
        shapes: set[Shape] = set()
        if fresh := [file for file in shape_files if file not in self._shape_files]:
            open_table(self.connection, "shapes", self._folder, fresh, WORLD["shapes"].columns)
            shapes = set(line.shapes(self.connection))
            self._shape_files = frozenset(shape_files)
        titles = set(line.titles(self.connection))
        if not (shapes <= self._shapes and titles <= self._titles):
            self._shapes |= shapes
            self._titles |= titles
            self._fill_rules()

    def _fill_rules(self) -> None:
        rows = pipeline.rules_of_data(self.definition, sorted(self._shapes), sorted(self._titles))
        line.fill_all(self.connection, rows)
