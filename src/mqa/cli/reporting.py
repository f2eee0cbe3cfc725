"""`mqa status`: how fresh everything is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.answers.data import FATES, DataState, SourceState, data_state, run_document
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say, section
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted
from mqa.ledger.runs import RunLine
from mqa.terms.durations import date_of
from mqa.terms.freshness import SourceAge
from mqa.versions import short
from mqa.workspaces import Opened

MOST_RUNS = 8
SOURCES = (
    Column("source", least=12),
    number("loads", spare=3),
    Column("last loaded"),
    Column("told new", least=10),
    number("read"),
    number("loaded"),
    number("duplicates", spare=2),
    number("skipped", spare=1),
    number("rejected"),
    number("nobody's"),
)
DEFINITIONS = (
    Column("definition", least=16),
    Column("file", least=16, spare=1),
    Column("file says"),
    Column("active"),
    Column("", least=12),
)
RUNS = (
    number("run"),
    Column("definition", least=12, spare=1),
    Column("version"),
    Column("as of"),
    Column("is", least=10),
    Column("at", least=10),
)


@click.command(name="status")
@shared
def command(asked: Asked) -> None:
    """Say what was loaded and run, when, which versions are active, how large it is, and who is at work now."""
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    open_to_read(workspace)
    now, sources = datetime.now(UTC), workspace.agreed.sources
    found = data_state(sources, (), most_runs=MOST_RUNS, now=now, today=workspace.today)
    if asked.as_json:
        print_json(document(workspace, found))
        return
    tell(workspace, found)


def tell(workspace: Opened, found: DataState) -> None:
    """Prints the state of a workspace."""
    zone = ZoneInfo(workspace.agreed.time_zone)
    say(f"{workspace.agreed.name}, {workspace.folder}", strong=True)
    say(f"  {size(found.stored_bytes)} in {counted(found.stored_files, 'file')} in use")
    section("Sources")
    print_table(SOURCES, (_source(line, zone) for line in found.sources))
    section("Definitions")
    print_table(DEFINITIONS, map(_definition, definitions(workspace)))
    if found.runs:
        section("Runs")
        print_table(RUNS, (_run(run, zone) for run in found.runs))
    say()
    say(f"At work: {_at_work(found) or 'nobody'}. Next: {_next(found)}")


def definitions(workspace: Opened) -> list[dict[str, object]]:
    """Each definition: its file, the version that says, the active one (None: there is none), whether they differ."""
    found = zip(workspace.files, workspace.agreements, strict=True)
    versions = [(file, one, workspaces.active(workspace, one)) for file, one in found]
    return [
        {
            "name": one.definition.name,
            "file": file,
            "version": one.version,
            "active": active or None,
            "draft": bool(active) and active != one.version,
        }
        for file, one, active in versions
    ]


def _definition(one: Mapping[str, Any]) -> tuple[str, ...]:
    active = short(one["active"]) if one["active"] else "none yet"
    return one["name"], one["file"], short(one["version"]), active, "a draft differs" if one["draft"] else ""


def _source(line: SourceState, zone: ZoneInfo) -> tuple[str, ...]:
    fates = (f"{line.counts.get(fate, 0):,}" for fate in FATES)
    last = _moment(line.last_loaded_at, zone) or "never"
    return line.source, f"{line.loads:,}", last, told_words(line.age), *fates, f"{line.of_nobody:,}"


def told_words(age: SourceAge) -> str:
    """When a source last told something new, and what its age makes of scores where that is less than it should be."""
    told = "never" if age.told_on is None else date_of(age.told_on).isoformat()
    return told if age.state == "complete" else f"{told}: {age.state}"


def _run(run: RunLine, zone: ZoneInfo) -> tuple[object, ...]:
    state = f"{run.state}: {run.why}" if run.why else run.state
    state += f", {run.scores}" if run.scores != "complete" else ""
    at = _moment(run.published_at or run.begun_at, zone)
    return run.run_id, run.definition, short(run.version), date_of(run.as_of).isoformat(), state, at


def document(workspace: Opened, found: DataState) -> dict[str, object]:
    """The state of a workspace for programs; moments are UTC."""
    return {
        "workspace": workspace.agreed.name,
        "folder": str(workspace.folder),
        "sources": [source.document() for source in found.sources],
        "stored_bytes": found.stored_bytes,
        "stored_files": found.stored_files,
        "definitions": definitions(workspace),
        "runs": [run_document(run) for run in found.runs],
        "at_work": _at_work(found) or None,
    }


def _at_work(found: DataState) -> str:
    """Who loads or runs now, and since when; empty: nobody."""
    return f"{found.writer}, since {found.at_work:%Y-%m-%d %H:%M} UTC" if found.at_work else ""


def size(count_of_bytes: int) -> str:
    """Bytes as people say them.

    >>> size(512), size(1_500_000)
    ('512 B', '1.5 MB')
    """
    amount, unit = float(count_of_bytes), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def _next(found: DataState) -> str:
    if not any(line.loads for line in found.sources):
        return "mqa load"
    return "mqa accounts" if any(run.state == "published" for run in found.runs) else "mqa run"
