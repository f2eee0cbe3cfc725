"""`mqa export`: a table for other tools."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from mqa import versions, workspaces
from mqa.answers import exporting
from mqa.answers.reading import Connection, open_run, published, view_world
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, say
from mqa.terms.quoting import text_sql
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened

FORMATS = {
    "csv": "format csv, header true",
    "json": "format json, array true",
    "parquet": "format parquet, compression zstd",
}


@click.command(name="export")
@click.argument("table", metavar="TABLE")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), help="[default: the ending of FILE, else csv]")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="[default: the screen]")
@click.option("--as-of", type=DAY, help="The day of a run [default: the latest].")
@shared
def command(asked: Asked, table: str, kind: str | None, output: Path | None, as_of: int | None) -> None:
    """Write a TABLE: of the last run (scores, contributions, verdicts, standings, transitions, journey ...)
    or of the world (accounts, people, facts, activities, intent, outcomes, rejects ...).

    Scores and points are millionths; names stand beside numbers, days are dates.
    """
    wanted = exporting.table_name(table)
    form = kind or ("json" if asked.as_json and not output else output.suffix[1:] if output else "csv")
    if form not in FORMATS:
        raise click.BadParameter(f"“{form}” is none of {', '.join(FORMATS)}.", param_hint="--format")
    if form == "parquet" and output is None:
        raise click.BadParameter("Parquet cannot be printed. Name a file with --output.", param_hint="--format")
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    open_to_read(workspace)
    query = exporting.export_sql(wanted)
    with _opened(workspace, asked, wanted, as_of) as connection:
        if output is None:
            _print(connection, query, FORMATS[form], workspace.warehouse)
            return
        rows = _write(connection, query, FORMATS[form], output)
    if asked.as_json:
        print_json({"table": wanted, "file": str(output), "rows": rows})
    else:
        say(f"{rows:,} rows of {wanted} written to {output}.")


def _opened(workspace: Opened, asked: Asked, table: str, as_of: int | None) -> Connection:
    """An engine in which the table and what it is named by stand."""
    if table not in exporting.OF_RUNS:
        connection = open_warehouse(workspace.warehouse, memory_limit=asked.memory)
        view_world(connection, workspace.warehouse, [*dict.fromkeys((table, *exporting.NEEDED))])
        return connection
    agreement = workspaces.chosen(workspace, asked.definition)
    run = published(agreement.definition.name, as_of)
    connection = open_run(workspace.warehouse, run, memory_limit=asked.memory, world=exporting.NEEDED)
    exporting.name_everything(connection, versions.of_run(agreement, run).definition)
    return connection


def _write(connection: Connection, query: str, options: str, output: Path) -> int:
    """Write a file beside its place first, so that whoever looks finds the old one or the new one whole."""
    beside = output.with_name(f".{output.name}.part")
    try:
        (rows,) = connection.execute(f"copy ({query}) to {text_sql(str(beside))} ({options})").fetchall()[0]
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    return int(rows)


def _print(connection: Connection, query: str, options: str, folder: Path) -> None:
    """Print a table, through a file: the engine may not know where our words go, and half a table is none."""
    with TemporaryDirectory(prefix="export-", dir=folder / "tmp") as scratch:
        path = Path(scratch) / "table"
        _write(connection, query, options, path)
        with path.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
