"""The list of accounts. Its address is its whole state: filters, search, order and page stand in it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

from mqa import versions
from mqa.answers import accounts as answers
from mqa.answers.accounts import COLUMNS, FILTERS, NOBODY, SORTS, Asked, Page
from mqa.answers.counting import owners
from mqa.explain.checks import checks_words
from mqa.ledger import runs, served
from mqa.ledger.runs import PublishedRun
from mqa.terms.durations import date_of
from mqa.terms.problems import Unavailable
from mqa.web.asking import Query, address, chosen, heading, menu, views
from mqa.web.showing import shown
from mqa.web.streaming import streamed

IN_MENUS = ("stage", "tier", "segment", "grade", "state")
PARTS = ("engagement", "breadth", "depth", "recency")
MOST_OWNERS = 500


def accounts(request: Any) -> Any:
    """The accounts of the last run that match, a page at a time; `.json` and `.csv` without a page hold all of them."""
    asked = answers.asked({name: request.GET.getlist(name) for name in request.GET})
    run = runs.published(request.agreement.definition.name)
    as_file = request.path.endswith((".json", ".csv"))
    if run is None or not served.is_served(run.run_id):
        return _nothing_yet(request, run, as_file=as_file)
    wanted: dict[str, Any] = {"filters": asked.filters, "search": asked.search, "sort": asked.sort}
    head = {"definition": request.agreement.definition.name, "run": run.run_id, "as_of": date_of(run.as_of)}
    if as_file and "page" not in request.GET:
        return streamed(request, answers.matching(run.run_id, **wanted), COLUMNS, head)
    page = answers.accounts(run.run_id, **wanted, page=asked.page, size=asked.size)
    numbers = {"page": page.page, "size": page.size, "in_all": page.in_all, "at_least": page.more, "rows": page.rows}
    context = {} if as_file else _context(request, run, asked, page)
    return shown(request, "accounts.html", context, rows=page.rows, document=head | numbers)


def _nothing_yet(request: Any, run: PublishedRun | None, *, as_file: bool) -> Any:
    """What is said where there is no run, or none whose list was kept."""
    if as_file:
        raise Unavailable("There is no list of accounts yet. Make a run with “mqa run”.")
    return render(request, "accounts.html", {"run": None, "unlisted": run})


def _context(request: Any, run: PublishedRun, asked: Asked, page: Page) -> dict[str, Any]:
    query: Query = {name: values for name, values in request.GET.lists() if name != "page"}
    menus = {name: menu(name, choices, query) for name, choices in page.choices.items()}
    headings = {name: heading(name, asked, query) for name in SORTS}
    unfiltered = {name: values for name, values in query.items() if name not in (*FILTERS, "q")}
    return {
        "run": run,
        "checks": [*checks_words(run.ages, run.jumps)],
        "asked": asked,
        "page": page,
        "views": views(versions.of_run(request.agreement, run).definition, query),
        "levels": menus["level"],
        "menus": [menus[name] for name in IN_MENUS],
        "chosen": chosen(asked, query),
        "headings": headings,
        "parts_sorted": next((headings[name].sorted_as for name in PARTS if headings[name].sorted_as), ""),
        "owners": [name or NOBODY for name in owners(run.run_id)[:MOST_OWNERS]],
        "owner": next(iter(asked.filters.get("owner", ())), ""),
        "hidden": [(name, one) for name, values in query.items() if name not in ("q", "owner") for one in values],
        "everything": address(unfiltered),
        "before": address({**query, "page": [str(page.page - 1)]}) if page.page > 1 else "",
        "after": address({**query, "page": [str(page.page + 1)]}) if page.has_next else "",
    }
