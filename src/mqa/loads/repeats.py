"""Which acts were loaded before: hashes of a source's ids tell in which few stored files to look for an id itself."""

from __future__ import annotations

from mqa.loads.storing import TABLES, World
from mqa.sources.steps import made_sql
from mqa.terms.quoting import text_sql
from mqa.warehouse.segments import scan_sql

COLUMNS = {name: TABLES["activities"].columns[name] for name in ("activity_id", "source")}


def suspect(world: World, source: str) -> None:
    """Make `suspects`, rows of the staged file that may be acts of the source stored before, and `suspected`: where."""
    connection = world.connection
    if world.seen_source != source:
        _see_stored(world, source)
    connection.execute(made_sql("suspects"))
    found = connection.execute("select distinct file from suspects order by file").fetchall()
    files = [world.files["activities"][nth] for (nth,) in found]
    query = scan_sql(world.warehouse, files, COLUMNS)
    connection.execute(f"create or replace temp view suspected as {query}")


def see_ids(world: World) -> None:
    """Remember the ids of the staged acts that were stored last."""
    nth = len(world.files["activities"]) - 1
    world.connection.execute(
        f"insert into seen_ids select hash(id), {nth} from staged "
        "where fate = 0 and row not in (select row from duplicates)"
    )


def _see_stored(world: World, source: str) -> None:
    """Start anew with the ids of one source: seen_ids (hashed, file), the files counted as the world lists them."""
    world.connection.execute("create or replace temp table seen_ids (hashed ubigint, file integer)")
    for nth, file in enumerate(world.files["activities"]):
        query = f"{scan_sql(world.warehouse, [file], COLUMNS)} where source = {text_sql(source)}"
        world.connection.execute(f"insert into seen_ids select distinct hash(activity_id), {nth} from ({query})")
    world.seen_source = source
