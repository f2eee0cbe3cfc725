"""The page Data: how old everything is, what became of every row, which runs there were, what was delivered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from mqa.answers.data import DataState, data_state, left_out, rejects, run_document
from mqa.terms.durations import date_of
from mqa.web import scheduling
from mqa.web.showing import Paging, asked_page, shown

MOST_RUNS = 10


def data(request: Any) -> Any:
    """The state of the workspace now."""
    now, opened = timezone.now(), request.workspace
    channels = [channel.name for channel in opened.channels]
    found = data_state(opened.agreed.sources, channels, most_runs=MOST_RUNS, now=now, today=opened.today)
    document = _document(found) | {"left_out": left_out([one.definition.name for one in opened.agreements])}
    context = {
        "found": found,
        "read": found.total("read"),
        "rejected": found.total("rejected"),
        "coming": scheduling.coming(opened, now),
        "now": now,
        "loaded_ever": any(source.loads for source in found.sources),
    }
    return shown(request, "data.html", context, document=document, rows=[one.document() for one in found.sources])


def rejected(request: Any) -> Any:
    """Why rows were rejected, the most frequent reason first."""
    page, size = asked_page(request)
    found, in_all = rejects(request.workspace.warehouse, first=(page - 1) * size, most=size)
    rows = [{**row, "last_on": date_of(row["last_on"]).isoformat()} for row in found]
    return shown(request, "rejects.html", {"rows": rows}, rows=rows, paging=Paging(page, size, in_all))


def _document(found: DataState) -> dict[str, Any]:
    return {
        "matched_percent": found.matched_percent,
        "stored_bytes": found.stored_bytes,
        "stored_files": found.stored_files,
        "at_work_since": found.at_work,
        "of_nobody": {source.source: source.nobodys for source in found.sources if source.nobodys},
        "runs": [run_document(run) for run in found.runs],
        "channels": [asdict(channel) for channel in found.channels],
        "dead_messages": [asdict(message) for message in found.dead],
    }
