"""The dashboard: what became of the accounts in a period, and the accounts behind each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from mqa.answers.behind import NUMBERS, Behind, behind, behind_all
from mqa.answers.behind_questions import FILTERS
from mqa.answers.dashboard import SECTIONS, Dashboard, dashboard, last_known
from mqa.answers.sections import QUESTIONS, Section, linking, period_words
from mqa.ledger import runs
from mqa.reporting import sentences
from mqa.reporting.periods import Period, after, before, month_of, period, quarter_of
from mqa.terms.durations import date_of, day_words
from mqa.terms.problems import Refused
from mqa.web.showing import Paging, asked_page, shown
from mqa.web.streaming import streamed

QUARTERS, MONTHS = 8, 15  # offered, the latest first
WIDE = (
    "reasons",
    "amounts",
    "standing",
    "flapping",
    "conversion_by_people",
)  # they take a whole row; so does what has many columns


@dataclass(frozen=True)
class Offered:
    """One period to choose: its name, its key, and whether it is the present one."""

    name: str
    key: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """The period control: the periods to choose from, those beside the present one, and its days for the two fields.

    `problem`: why what was typed is no period; the quarter of today is shown instead.
    """

    quarters: tuple[Offered, ...]
    months: tuple[Offered, ...]
    earlier: str
    earlier_name: str
    later: str
    later_name: str
    first: str
    last: str
    custom: bool
    problem: str = ""


def overview(request: Any) -> Any:
    """All reports of a period."""
    if not request.path.endswith((".json", ".csv")) and runs.published(request.agreement.definition.name) is None:
        return render(request, "dashboard_none.html", {})
    one, control = _asked(request)
    found = dashboard(request.workspace, request.agreement, one, timezone.now(), link=_link(request, one))
    context = {
        **_around(found, control),
        "sections": [
            {"section": section, "charts": _charts(section), "wide": len(section.columns) > 5 or section.name in WIDE}
            for section in found.sections
        ],
        "empty": all(section.empty for section in found.sections),
    }
    rows = [{"report": section.name, **row} for section in found.sections for row in section.rows]
    return shown(request, "dashboard.html", context, rows=rows, document=_document(found), status=_status(control))


def report(request: Any, name: str) -> Any:
    """One report alone, as a page, JSON or CSV."""
    _known(name)
    one, control = _asked(request)
    found = dashboard(request.workspace, request.agreement, one, timezone.now(), only=name, link=_link(request, one))
    (section,) = found.sections
    context = {
        **_around(found, control),
        "alone": True,
        "sections": [{"section": section, "charts": _charts(section), "wide": True}],
    }
    return shown(
        request, "dashboard.html", context, rows=section.rows, document=_document(found), status=_status(control)
    )


def accounts(request: Any, name: str) -> Any:
    """The accounts that one number of a report counts."""
    _known(name)
    one, control = _asked(request)
    page, size = asked_page(request)
    filters = {word: request.GET[word][:200] for word in FILTERS if request.GET.get(word)}
    if request.path.endswith(".csv") and "page" not in request.GET:
        columns, rows = behind_all(request.workspace, request.agreement, name, one, filters, timezone.now())
        return streamed(request, rows, columns, {})
    found = behind(request.workspace, request.agreement, name, one, filters, timezone.now(), page=page, size=size)
    context = {
        "found": found,
        "report": name,
        "question": QUESTIONS[name],
        "heads": [(head, key in NUMBERS) for key, head in found.heads.items()],
        "lines": [_line(found, row) for row in found.rows],
        "back": f"/dashboard?{urlencode(_kept(request) | period_words(one))}#{name}",
        "control": control,
    }
    document = {"report": name, "list": found.words, "filters": filters}
    paging = Paging(page, size, found.in_all)
    return shown(request, "dashboard_accounts.html", context, rows=found.rows, document=document, paging=paging)


def _asked(request: Any) -> tuple[Period, Control]:
    """The period of an address, and its control. What is no period is told on the page, beside the present quarter."""
    known = last_known(request.workspace, request.agreement, timezone.now())
    asked = request.GET.get
    problem = ""
    try:
        one = period(asked("period", ""), asked("from", ""), asked("to", ""), known)
    except Refused as error:
        if request.path.endswith((".json", ".csv")):
            raise
        problem = " ".join(f"{each.what} {each.mend}" for each in error.problems)
        one = quarter_of(known)
    earlier, later = before(one), after(one)
    return one, Control(
        tuple(_offered(quarter_of(known), one, QUARTERS)),
        tuple(_offered(month_of(known), one, MONTHS)),
        _words(request, earlier),
        earlier.short,
        _words(request, later) if later.first <= known else "",
        later.short,
        date_of(one.first).isoformat(),
        date_of(one.last).isoformat(),
        not one.key,
        problem,
    )


def _offered(latest: Period, chosen: Period, count: int) -> Iterator[Offered]:
    one = latest
    for _ in range(count):
        yield Offered(one.short, one.key, one.key == chosen.key)
        one = before(one)


def _kept(request: Any) -> dict[str, str]:
    """What stays in every address of the dashboard: the definition, where one was chosen."""
    chosen = request.GET.get("definition", "")
    return {"definition": chosen} if chosen else {}


def _words(request: Any, one: Period) -> str:
    return f"?{urlencode(_kept(request) | period_words(one))}"


def _link(request: Any, one: Period) -> Any:
    return linking(one, **_kept(request))


def _around(found: Dashboard, control: Control) -> dict[str, Any]:
    begun = sentences.begun(found.compared) if found.compared.this.first < found.compared.begins else ""
    return {"found": found, "control": control, "known": day_words(found.as_of), "begun": begun}


def _charts(section: Section) -> list[dict[str, Any]]:
    """The charts of a section, each with the name of its data block and how many lines it has."""
    return [
        {
            "id": f"{section.name}-chart-{nth}",
            "data": {**chart, "question": section.question},
            "title": chart.get("title", ""),
            "lines": min(len(chart["labels"]), 12) if chart["kind"] != "bars" else "bars",
        }
        for nth, chart in enumerate(section.charts, start=1)
        if chart["labels"]
    ]


def _document(found: Dashboard) -> dict[str, Any]:
    this, last = found.compared.this, found.compared.last
    return {
        "period": {"from": date_of(this.first), "to": date_of(this.last), "words": this.words},
        "compared_with": {"from": date_of(last.first), "to": date_of(last.last), "words": last.words}
        if found.compared.fair
        else None,
        "record_begins": date_of(found.compared.begins),
        "known_to": date_of(found.as_of),
        "reports": [
            {
                "report": one.name,
                "question": one.question,
                "sentence": one.sentence,
                "notes": one.notes,
                "rows": one.rows,
            }
            for one in found.sections
        ],
    }


def _line(found: Behind, row: dict[str, Any]) -> dict[str, Any]:
    return {"account": row, "cells": [(row.get(key), key in NUMBERS) for key in found.heads]}


def _known(name: str) -> None:
    if name not in SECTIONS:
        raise Http404(f"There is no report “{name}”. There are {', '.join(SECTIONS)}.")


def _status(control: Control) -> int:
    return 400 if control.problem else 200
