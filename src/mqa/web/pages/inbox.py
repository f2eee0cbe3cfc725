"""The inbox: what waits for sales, one packet beside the list, and the answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponseRedirect
from django.utils import timezone

from mqa.answers import inbox as answers
from mqa.answers.handoffs import COLUMNS
from mqa.answers.inbox import WHOSE, Inbox, Whole
from mqa.delivery.answering import LONGEST_NOTE, answer
from mqa.handoff.wording import moment
from mqa.ledger import inboxes
from mqa.terms.durations import day_number
from mqa.terms.problems import Place, Problem, Refused
from mqa.web.access import may
from mqa.web.showing import Paging, asked_page, shown
from mqa.web.streaming import streamed

SAYS = {"accepted": "Accepted", "rejected": "Rejected", "deferred": "Deferred", "qualified": "Willing to talk"}
TONES = {"accepted": "good", "rejected": "bad", "deferred": "warn", "qualified": "good", "withdrawn": "quiet"}


def overview(request: Any) -> Any:
    """The list, with the most urgent handoff beside it; CSV without a page: the whole list."""
    if request.path.endswith(".csv") and "page" not in request.GET:
        return streamed(request, _documents(request), COLUMNS, {})
    found = _inbox(request)
    first = found.lines[0].handoff.pk if found.lines else None
    if request.path.endswith((".json", ".csv")):
        return _listed(request, found)
    beside = answers.whole(request.workspace, request.agreement, first, timezone.now()) if first else None
    return _page(request, found, beside, opened_by_address=False)


def handoff(request: Any, number: str) -> Any:
    """One handoff beside the list."""
    version = request.GET.get("version", "")
    wanted = int(version[:6]) if version.isascii() and version.isdigit() else None
    one = _whole(request, int(number), version=wanted)
    if request.path.endswith((".json", ".csv")):
        document = one.document()
        if request.path.endswith(".json"):
            return shown(request, "", {}, document=document)
        return shown(request, "", {}, rows=document["dispositions"])
    return _page(request, _inbox(request), one)


def answering(request: Any, number: str) -> Any:
    """Enters an answer, says what it did, and turns to the next."""
    form = {name: request.POST.get(name, "").strip() for name in ("answer", "reason", "until", "note", "key")}
    with _not_found():
        handoff = answers.numbered(request.agreement, int(number))
    try:
        said = answer(
            request.workspace,
            request.agreement,
            int(number),
            form["answer"],
            reason=form["reason"],
            until=_until(form["until"]),
            note=form["note"],
            by=request.who,
            now=timezone.now(),
            key=f"page {form['key']}" if form["key"] else "",
        )
    except Refused as error:
        response = _page(
            request, _inbox(request), _whole(request, int(number)), form=form, problems=error.problems, status=400
        )
        response.headers["HX-Push-Url"] = "false"  # the address that refused is none to come back to
        return response
    mine = (request.workspace, request.agreement, request.who)
    following = answers.after(*mine, answers.whose_shown(*mine, request.GET.get("whose", "")), handoff)
    place = f"/inbox/{following.pk}" if following and said.answer != "qualified" else "/inbox"
    if said.answer == "qualified":
        place = f"/inbox/{number}"
    return HttpResponseRedirect(f"{place}?{urlencode({**_kept(request), 'said': said.pk})}", status=303)


def _whole(request: Any, number: int, *, version: int | None = None) -> Whole:
    """The handoff of an address with its packet. Raises Http404 where there is none."""
    with _not_found():
        return answers.whole(request.workspace, request.agreement, number, timezone.now(), version=version)


@contextmanager
def _not_found() -> Iterator[None]:
    """What is refused in here is not there: Http404."""
    try:
        yield
    except Refused as error:
        raise Http404(" ".join(f"{each.what} {each.mend}" for each in error.problems)) from error


def _inbox(request: Any) -> Inbox:
    page, size = asked_page(request)
    return answers.inbox(
        request.workspace,
        request.agreement,
        request.who,
        timezone.now(),
        whose=request.GET.get("whose", ""),
        answered=request.GET.get("show") == "answered",
        page=page,
        size=size,
    )


def _documents(request: Any) -> Iterator[dict[str, Any]]:
    """Every handoff of the list that is asked for."""
    asked = {"whose": request.GET.get("whose", ""), "answered": request.GET.get("show") == "answered"}
    for line in answers.every_line(request.workspace, request.agreement, request.who, timezone.now(), **asked):
        yield line.document()


def _listed(request: Any, found: Inbox) -> Any:
    page, size = asked_page(request)
    document = {"whose": found.whose, "answered": found.answered, "overdue": found.overdue}
    rows = [line.document() for line in found.lines]
    return shown(request, "", {}, rows=rows, document=document, paging=Paging(page, size, found.in_all))


def _page(
    request: Any,
    found: Inbox,
    one: Whole | None,
    *,
    form: dict[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    opened_by_address: bool = True,
    status: int = 200,
) -> Any:
    page, size = asked_page(request)
    now = timezone.now()
    zone = request.workspace.agreed.time_zone
    context = {
        "found": found,
        "one": one,
        "chosen": opened_by_address,
        "alone": request.GET.get("alone") == "1",
        "query": urlencode(_kept(request)),
        "tabs": [(whose, f"?{urlencode(_kept(request) | {'whose': whose})}", found.counts[whose]) for whose in WHOSE],
        "coming": _coming(request, now, zone) if not found.lines and not found.answered else None,
        "said": _just_said(request),
        "may_answer": may(request.roles, "answer", "POST"),
        "form": form or {},
        "problems": problems,
        "key": (form or {}).get("key") or uuid4().hex,
        "tomorrow": _day_after(now, zone),
        "note_most": LONGEST_NOTE,
        "another": answers.another(one.line.handoff, request.workspace.sales, request.who) if one else "",
        "history": [{"said": each, "words": SAYS[each.answer], "tone": TONES[each.answer]} for each in one.history]
        if one
        else (),
        "due": moment(one.line.handoff.due_at, now, zone) if one else "",
        "opened_at": moment(one.line.handoff.opened_at, now, zone) if one else "",
    }
    return shown(request, "inbox.html", context, paging=Paging(page, size, found.in_all), status=status)


def _kept(request: Any) -> dict[str, str]:
    """What stays in every address of the inbox."""
    words = {name: request.GET.get(name, "") for name in ("definition", "whose", "show")}
    return {name: word for name, word in words.items() if word}


def _coming(request: Any, now: datetime, zone: str) -> dict[str, Any]:
    found = answers.coming(request.workspace, request.agreement, now)
    return {
        "at": moment(found.at, now, zone) if found.at else "",
        "waiting": found.waiting,
        "at_once": found.at_once,
    }


def _just_said(request: Any) -> dict[str, Any] | None:
    """The answer that was given a moment ago by whoever looks, in words."""
    number = request.GET.get("said", "")
    found = inboxes.word(int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
    if found is None or found.by != request.who:
        return None
    return {
        "words": answers.done(request.workspace, request.agreement, found),
        "handoff": found.handoff,
        "answer": found.answer,
    }


def _until(written: str) -> int | None:
    """A day as a browser's date field writes it."""
    if not written:
        return None
    try:
        return day_number(date.fromisoformat(written))
    except ValueError:
        raise Refused([Problem(Place(""), f"“{written}” is no day.", "Write it as 2026-09-01.")]) from None


def _day_after(now: datetime, zone: str) -> str:
    today = now.astimezone(ZoneInfo(zone)).date()
    return date.fromordinal(today.toordinal() + 1).isoformat()
