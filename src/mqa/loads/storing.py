"""The world tables as they are so far in this load: what the ledger lists, and what was stored since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from mqa.ledger.segments import all_live, last_load
from mqa.sources.records import BESIDE, KEPT_BESIDE
from mqa.terms.quoting import name_sql
from mqa.terms.stored import AFTER_LOAD, StoredFile
from mqa.terms.tables import ENGINE_TYPE, WORLD, ColumnType, Table
from mqa.warehouse.segments import require, scan_sql
from mqa.warehouse.storing import LARGEST_GROUP, group_rows, store

NAMES = ("accounts", "aliases", "people", "facts", "shapes", "activities", "intent", "outcomes", "content", "rejects")
TABLES: dict[str, Table] = {
    name: replace(WORLD[name], columns=WORLD[name].columns | KEPT_BESIDE.get(name, {})) for name in NAMES
} | BESIDE

ORDER: dict[str, tuple[str, ...]] = {
    "accounts": ("account_id", "known_on", "source", "name"),
    "aliases": ("domain", "known_on"),
    "people": ("account_id", "person_id", "known_on", "times", "source"),
    "facts": ("account_id", "fact", "observed_on", "value", "source"),
    "shapes": ("shape_id",),
    "activities": ("account_id", "person_id", "day", "occurred_at", "activity_id", "times"),
    "intent": ("account_id", "topic", "week", "provider"),
    "outcomes": ("account_id", "day", "outcome_id"),
    "content": ("source", "file", "edition", "path", "asset", "topic"),
    "rejects": ("line", "column_name", "reason"),
    "records": ("kind", "source", "record", "known_on"),
    "parents": ("source", "record", "known_on"),
    "families": ("account_id", "known_on"),
    "company_names": ("said", "known_on", "times"),
    "name_words": ("kind", "word", "name_id"),
    "visitors": ("visitor_id", "person_id", "known_on"),
    "network_ranges": ("first_address", "last_address", "source", "file", "edition"),
}


@dataclass
class World:
    """The engine, the warehouse's folder, and the files of each table: those listed and those of this load."""

    connection: duckdb.DuckDBPyConnection
    warehouse: Path
    files: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)  # the files that were listed before this load
    after_load: int = field(default_factory=last_load)  # the last load before this one

    def see(self, tables: Sequence[str] = tuple(TABLES)) -> None:
        """Let each table be a view of its files. Raises Unavailable where one is missing, or of another version."""
        found = all_live() if any(table not in self.files for table in tables) else {}
        for table in tables:
            if table not in self.files:
                self.files[table] = found.get(table, [])
                self.before[table] = [*self.files[table]]
                require(self.connection, self.warehouse, self.files[table], self.columns(table))
            files = self.files[table]
            query = scan_sql(self.warehouse, files, TABLES[table].columns)
            self.connection.execute(f"create or replace temp view {name_sql(table)} as {query}")

    def columns(self, table: str) -> Mapping[str, ColumnType]:
        """The columns of a table, as they are stored: beside its own, after which load a row came."""
        return {**TABLES[table].columns, AFTER_LOAD: "bigint"}

    def count(self, table: str) -> int:
        """How many rows a table holds."""
        [(rows,)] = self.connection.execute(f"select count(*) from {name_sql(table)}").fetchall()
        return int(rows)

    def remember(self, table: str, name: str) -> None:
        """Let `name` be a view of what a table holds now, whatever this load adds."""
        query = scan_sql(self.warehouse, self.files[table], TABLES[table].columns)
        self.connection.execute(f"create or replace temp view {name_sql(name)} as {query}")

    def tell_learned(self, table: str) -> None:
        """Let `learned_` before its name be a view of what this load added to a table."""
        learned = [file for file in self.files[table] if file not in self.before[table]]
        query = scan_sql(self.warehouse, learned, TABLES[table].columns)
        self.connection.execute(f"create or replace temp view learned_{table} as {query}")

    def tell_since(self, table: str, load: int) -> None:
        """Let `_since` after its name be a view of the rows of a table that came after a load."""
        since = f"{AFTER_LOAD} >= {int(load)}"
        query = scan_sql(self.warehouse, self.files[table], TABLES[table].columns, condition=since)
        self.connection.execute(f"create or replace temp view {table}_since as {query}")

    def keep(self, table: str, query: str) -> list[StoredFile]:
        """Store the rows of a query as rows of a table, sorted; from then on they are seen."""
        kept = self.store(table, f"select *, {self.after_load} as {AFTER_LOAD} from ({query})")
        self.files[table] += [one.file for one in kept]
        self.see([table])
        return kept

    def store(self, table: str, query: str, *, rows: int = LARGEST_GROUP**2) -> list[StoredFile]:
        """Store the rows of a query (about so many) as a file of a table, sorted; none where there are no rows.

        The query has all columns that are stored, in any order.
        """
        typed = {name: ENGINE_TYPE[kind] for name, kind in self.columns(table).items()}
        columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in typed.items())
        sql = f"select {columns} from ({query})"
        group = group_rows(rows)
        stored = store(self.connection, sql, self.warehouse, table, order_by=ORDER[table], row_group_rows=group)
        return [] if stored is None else [stored]
