"""Near: an engine that stays open, in which the stored rows of a few accounts stand as the world that steps read.

Rules are made once; those that follow from the data again only where an act or a title comes that they have not seen.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from mqa import line, pipeline
from mqa.definition.rows.rules import rule_rows
from mqa.ledger import segments
from mqa.live.kept import Kept
from mqa.pipeline import DAY, FOLD, LAST, NEAR
from mqa.reading import Connection
from mqa.rolling import World
from mqa.scoring.content import Content
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD
from mqa.warehouse.mapped import Mapped
from mqa.warehouse.opening import open_warehouse, plan_quickly, scratch_folder
from mqa.warehouse.segments import open_table

# Where an account stands needs neither the shares of single acts nor who shall be contacted.
NOT_LISTED = ("contributions", "committee", "unreachable", "contacts", "aqls")
STEPS = tuple(step for step in (*DAY, *FOLD, *LAST, *NEAR) if step.table not in NOT_LISTED)
READ = sorted(frozenset().union(*map(line.step_reads, STEPS)) & WORLD.keys())


class Near:
    """The rows of some accounts in stored files, and the rules of one definition.

    `yesterday`: queries for the tables that the day goes on from (None: it goes on from none); they are read once.
    """

    def __init__(
        self, folder: Path, definition: Definition, yesterday: Mapping[str, str] | None, *, memory_limit: str = "1GB"
    ) -> None:
        self.definition = definition
        self.connection: Connection = open_warehouse(folder, memory_limit=memory_limit)
        self._folder, self._scratch = folder, scratch_folder(folder)
        self._before = {
            table: Mapped(self.connection, query, self._scratch) for table, query in (yesterday or {}).items()
        }
        plan_quickly(self.connection)
        self._kept = {name: Kept(self.connection, folder, self._scratch, name, WORLD[name].columns) for name in READ}
        self._shape_files: frozenset[str] = frozenset()  # whose shapes are known
        self._shapes: set[Shape] = set()
        self._titles: set[tuple[str, str]] = set()
        self._act_files: frozenset[str] = frozenset()  # whose assets are known, where the map of content names any
        open_table(self.connection, "content", folder, segments.live("content"), WORLD["content"].columns)
        self._content = Content(line.told(self.connection, definition))
        line.fill_all(self.connection, rule_rows(definition))
        self._fill_rules()

    def close(self) -> None:
        """Let go of the engine, and of what was unpacked."""
        self.connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def bring(self, world: World) -> None:
        """Have the rows of these files at hand, by table. Raises Unavailable where one is missing or broken."""
        for table, kept in self._kept.items():
            kept.bring(world.get(table, ()))

    def narrow(self, world: World, accounts: Sequence[int]) -> dict[str, str] | None:
        """Let the tables of the world hold the rows of these accounts (sorted); returns queries for their yesterday.

        `world`: the files of each table. Raises Unavailable where one is missing or broken.
        """
        self.bring(world)
        numbers = np.array(accounts, dtype=np.int64)
        asked_for = pa.table({"account_id": numbers})  # noqa: F841  (DuckDB finds it by its name)
        self.connection.execute("create or replace table touched as from asked_for")
        for kept in self._kept.values():
            kept.take(numbers)
        self._learn(world["shapes"])
        self._learn_assets(world["activities"])
        for table, mapped in self._before.items():
            rows = pa.Table.from_batches(mapped.of(numbers), mapped.schema)  # noqa: F841
            self.connection.execute(f"create or replace table before_{table} as from rows")
        return {table: f"from before_{table}" for table in self._before} or None

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

    def _learn_assets(self, act_files: Sequence[str]) -> None:
        """See that the rules know in acts of which shapes the assets of the map of content occur."""
        fresh = [file for file in act_files if file not in self._act_files] if self._content.assets else ()
        if not fresh:
            return
        open_table(self.connection, "activities", self._folder, fresh, WORLD["activities"].columns)
        self._act_files = frozenset(act_files)
        known = self._content.and_of(line.content(self.connection, self._content.told))
        if known != self._content:
            self._content = known
            self._fill_rules()

    def _fill_rules(self) -> None:
        rows = pipeline.rules_of_data(self.definition, sorted(self._shapes), sorted(self._titles), self._content)
        line.fill_all(self.connection, rows)
