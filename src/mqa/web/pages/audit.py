"""The page Audit: who changed what, for admins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from mqa.answers import evidence
from mqa.answers.account import MEMORY
from mqa.ledger.audit import Change, Wanted, changes, every_change, kinds, things_of
from mqa.terms.problems import Problem, Refused
from mqa.web.failing import wants_data
from mqa.web.showing import Paging, asked_page, shown
from mqa.web.streaming import streamed
from mqa.workspaces import Opened

COLUMNS = tuple(field.name for field in fields(Change))
ASKED = ("account", "what", "about", "who")


def audit(request: Any) -> Any:
    """Every change, the latest first; narrowed by its account, its kind, what it is about and who made it.

    CSV without a page: all. An account that is none is said to be none, with those that were perhaps meant.
    """
    page, size = asked_page(request)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ASKED}
    problems: tuple[Problem, ...] = ()
    try:
        things = _things(request.workspace, asked["account"])
    except Refused as error:
        if wants_data(request):
            raise
        things, problems = (), error.problems
    wanted = Wanted(asked["who"], asked["what"], asked["about"], things)
    as_csv = request.path.endswith(".csv")
    if as_csv and "page" not in request.GET:
        return streamed(request, _cells(every_change(wanted)), COLUMNS, {})
    found, in_all = changes(wanted, first=(page - 1) * size, most=size)
    context = {
        "changes": found,
        "asked": asked,
        "narrowed": any(asked.values()),
        "kinds": kinds(),
        "problems": problems,
    }
    rows = [*_cells(iter(found))] if as_csv else [asdict(change) for change in found]
    status = 400 if problems else 200
    return shown(request, "audit.html", context, rows=rows, paging=Paging(page, size, in_all), status=status)


def _things(opened: Opened, typed: str) -> tuple[str, ...] | None:
    """What entries on an account are about; nothing where none is asked for. Raises Refused where there is none."""
    if not typed:
        return None
    account, others = evidence.found(opened.warehouse, typed, opened.today, memory_limit=MEMORY, exactly=True)
    called = [account.domain, *others] if account.domain else [account.name, f"account {account.account_id}"]
    return (*things_of(account.account_id, [one for one in called if one]),)


def _cells(found: Iterator[Change]) -> Iterator[dict[str, Any]]:
    """Changes as a spreadsheet takes them: what was before and after as JSON."""
    for one in found:
        held = {name: json.dumps(value, ensure_ascii=False) if value else None for name, value in _held(one)}
        yield {**{name: getattr(one, name) for name in COLUMNS}, **held}


def _held(one: Change) -> tuple[tuple[str, Any], ...]:
    return ("before", one.before), ("after", one.after)
