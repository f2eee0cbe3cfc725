"""The page Audit: who changed what, for admins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from mqa.ledger.audit import Change, changes, every_change
from mqa.web.showing import Paging, asked_page, shown
from mqa.web.streaming import streamed

COLUMNS = tuple(field.name for field in fields(Change))


def audit(request: Any) -> Any:
    """Every change, the latest first; narrowed by who made it and by what it is about. CSV without a page: all."""
    page, size = asked_page(request)
    who, about = (request.GET.get(name, "").strip()[:200] for name in ("who", "about"))
    if request.path.endswith(".csv") and "page" not in request.GET:
        return streamed(request, _cells(every_change(who=who, about=about)), COLUMNS, {})
    found, in_all = changes(who=who, about=about, first=(page - 1) * size, most=size)
    context = {"changes": found, "asked_who": who, "asked_about": about}
    as_csv = request.path.endswith(".csv")
    rows = [*_cells(iter(found))] if as_csv else [asdict(change) for change in found]
    return shown(request, "audit.html", context, rows=rows, paging=Paging(page, size, in_all))


def _cells(found: Iterator[Change]) -> Iterator[dict[str, Any]]:
    """Changes as a spreadsheet takes them: what was before and after as JSON."""
    for one in found:
        held = {name: json.dumps(value, ensure_ascii=False) if value else None for name, value in _held(one)}
        yield {**{name: getattr(one, name) for name in COLUMNS}, **held}


def _held(one: Change) -> tuple[tuple[str, Any], ...]:
    return ("before", one.before), ("after", one.after)
