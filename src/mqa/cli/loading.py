"""`mqa load`: what is new in the sources, and what became of every row."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mqa import workspaces
from mqa.answers.data import FATES
from mqa.answers.reading import Row, open_files, rows
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say, section
from mqa.cli.progress import progress
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted
from mqa.loads import LoadReport, SourceReport, load
from mqa.workspaces import Opened

MOST_REJECTS = 5


@click.command(name="load")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@shared
def command(asked: Asked, sources: tuple[str, ...]) -> None:
    """Load what is new in all sources, or in those named. Loading the same file twice changes nothing.

    Rows that cannot be read are rejected with their place, the reason and the mend; nothing is lost silently.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    workspaces.open_stores(workspace)
    with progress(as_json=asked.as_json) as report:
        done = load(
            workspace.folder,
            sources or None,
            today=workspace.today,
            progress=lambda count, of, what: report("Loading files" if of else what, count, of),
            memory_limit=asked.memory,
        )
    rejects = _rejects(workspace, asked, done.rejects)
    if asked.as_json:
        print_json(
            {
                "sources": [_source_document(one) for one in done.sources],
                "rejects": rejects,
                "unmerged": done.unmerged,
            }
        )
    else:
        tell(done, rejects)


def tell(done: LoadReport, rejects: Sequence[Row]) -> None:
    """Prints what became of the rows of each source, and the first rows that were rejected."""
    columns = [Column("source", least=12), number("files"), *map(number, FATES), number("nobody's")]
    print_table(columns, (_line(one) for one in done.sources))
    nobody = {rule: 0 for one in done.sources for rule in one.without_account}
    for one in done.sources:
        for rule, count in one.without_account.items():
            nobody[rule] += count
    if nobody:
        rules = ", ".join(f"{count:,} {rule}" for rule, count in sorted(nobody.items(), key=lambda item: -item[1]))
        say(f"nobody's: kept, but of no account: {rules}", quiet=True)
    if rejects:
        _tell_rejects(rejects, done)
    if done.unmerged:
        say(f"What was loaded stands, but small files could not be merged: {done.unmerged}", quiet=True)
    files = sum(one.files for one in done.sources)
    again = sum(one.already_loaded for one in done.sources)
    known = f" ({counted(again, 'file')} loaded before)" if again else ""
    say(f"{counted(done.total('loaded'), 'row')} of {counted(files, 'new file')} loaded{known}. Next: mqa run")


def _tell_rejects(rejects: Sequence[Row], done: LoadReport) -> None:
    section("Rejected, in part or whole (all of them: mqa export rejects)")
    for row in rejects:
        column = f", {row['column_name']}" if row["column_name"] else ""
        value = f" “{row['value'][:60]}”" if row["value"] else ""
        say(f"  {row['file']}:{row['line']}{column}:{value} {row['reason']}")
        say(f"      {row['mend']}", quiet=True)
    if (left_out := done.total("rejected") + done.total("values rejected") - len(rejects)) > 0:
        say(f"  and {left_out:,} more", quiet=True)
    say()


def _line(one: SourceReport) -> tuple[object, ...]:
    files = f"{one.files:,}" if one.files or not one.already_loaded else "none new"
    fates = (f"{one.counts.get(fate, 0):,}" for fate in FATES)
    return one.source, files, *fates, f"{sum(one.without_account.values()):,}"


def _rejects(workspace: Opened, asked: Asked, files: Sequence[str]) -> list[Row]:
    """The first rejected rows among these stored files."""
    if not files:
        return []
    query = f"""
        select source, file, line, column_name, value, reason, mend
        from rejects order by file, line, column_name limit {MOST_REJECTS}
    """
    with open_files(workspace.warehouse, "rejects", files, memory_limit=asked.memory) as connection:
        return rows(connection, query)


def _source_document(one: SourceReport) -> dict[str, object]:
    return {
        "source": one.source,
        "table": one.table,
        "new_files": one.files,
        "already_loaded": one.already_loaded,
        "counts": one.counts,
    }
