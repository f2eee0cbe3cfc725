"""What is measured on: the loaded segments of a workspace, or a plain folder of segment files, and a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mqa import line, workspaces
from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.ledger import segments
from mqa.line import Accounts
from mqa.terms.problems import Refused
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD

HALYARD = Path(__file__).parent.parent / "definitions" / "halyard.yaml"
LOADED = tuple(name for name in WORLD if name not in ("activity_days", "rejects"))


@dataclass(frozen=True)
class World:
    """Segments of world tables (files relative to `folder`) and the definition they are judged by."""

    folder: Path
    segments: Mapping[str, Sequence[str]]
    definition: Definition

    def open(self, connection: duckdb.DuckDBPyConnection, accounts: Accounts, **more: Sequence[str]) -> None:
        """Lets the world tables be views of the segments, for a range of accounts; `more` replaces some of them."""
        line.open_world(connection, self.folder, {**self.segments, **more}, accounts)

    def listed(self) -> list[tuple[str, str]]:
        """The values of the definition's lists, each with the name of its list."""
        tests = [c.test for c in self.definition.criteria] + [t for tier in self.definition.tiers for t in tier.tests]
        return [(Path(t.listed_in).stem, value) for t in tests if t.listed_in for value in t.values]


@dataclass(frozen=True)
class Size:
    """How large a world is, and its last day of acts."""

    accounts: int
    people: int
    acts: int
    last_day: int


def world(folder: Path) -> World:
    """The world in a folder: a workspace where it has an mqa.yaml, else files named after their tables."""
    if not (folder / workspaces.FILE).exists():
        return World(folder.absolute(), _files(folder), _halyard())
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    live = {name: segments.live(name) for name in LOADED}
    return World(workspace.warehouse.absolute(), live, workspaces.chosen(workspace).definition)


def size(world: World) -> Size:
    """The size of a world."""
    connection = duckdb.connect()
    world.open(connection, Accounts())
    accounts = "(select count(distinct account_id) from accounts)"
    counts = f"{accounts}, (select count(distinct person_id) from people), count(*), max(day)"
    return Size(*connection.execute(f"select {counts} from activities").fetchall()[0])


def _files(folder: Path) -> dict[str, list[str]]:
    found = sorted(path.name for path in folder.glob("*.parquet"))
    return {name: [file for file in found if Path(file).stem.split("-")[0] == name] for name in LOADED}


def _halyard() -> Definition:
    text = HALYARD.read_text("utf-8")
    lists = {path: (HALYARD.parent / path).read_text("utf-8") for path in listed_files(text)}
    read, problems = definition(text, HALYARD.name, lists)
    if read is None:
        raise Refused(problems)
    return read
