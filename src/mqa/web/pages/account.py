"""The page of one account: why it stands where it does, why not higher, who is there, what they did, since when."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from mqa import versions
from mqa.answers import corrected, families, ready
from mqa.answers import ending as endings
from mqa.answers.account import LEVELS, MEMORY, AccountPage, account_page, judged_now
from mqa.answers.documented import document
from mqa.answers.evidence import Evidence, person_names
from mqa.answers.would import what_would
from mqa.explain.account import explanation
from mqa.explain.committee_numbers import CommitteeNumbers, lines, sentences
from mqa.explain.conditions import in_order
from mqa.explain.fit import known_share
from mqa.explain.numbers import plain
from mqa.explain.shares import few
from mqa.handoff.wording import moment
from mqa.ledger import runs, served
from mqa.ledger.runs import PublishedRun
from mqa.terms.durations import EARLIEST, LATEST, day_number
from mqa.terms.problems import Busy, Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.terms.stages import QUALIFIED
from mqa.web import drawing, failing
from mqa.web.asking import ADDRESS, address
from mqa.web.drawing import bars, criteria, flat, rows_of_acts, verdicts
from mqa.web.showing import shown
from mqa.workspaces import Opened

TABS = ("conditions", "history", "intent", "product", "identity", "handoffs")
MOST_PARTS = 8  # of each part of a score


def account(request: Any, domain: str) -> Any:
    """One account as of any day: `?as_of=2026-05-31`; which tab below is open: `?tab=identity`."""
    as_of = _asked_day(request.GET.get("as_of", ""))
    if as_of is not None and runs.published(request.agreement.definition.name, as_of) is None:
        request.workspace.require_past(as_of)
    tab, whole = request.GET.get("tab", TABS[0]), request.path.endswith((".json", ".csv"))
    try:
        found = account_page(request.workspace, request.agreement, domain, as_of=as_of, more=LEVELS if whole else tab)
    except Refused as error:
        links = [(address({"q": [domain]}), f"Accounts like “{domain}”"), (ADDRESS, "All accounts")]
        return failing.said(request, 404, "There is no such account", error.problems, links=links)
    named = found.found.account.domain or str(found.found.account.account_id)  # of one without a domain its number
    if named != domain and request.path == f"{ADDRESS}/{domain}":
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{ADDRESS}/{quote(named)}{'?' + query if query else ''}")
    if not whole:
        return shown(request, "account.html", _context(found, tab, request.workspace))
    rows, version = flat(found.said), found.agreement.version
    told = document(found.found, found.said, found.agreement.definition, version, found.family, found.ages)
    return shown(request, "account.html", {}, rows=rows, document=told | {"rows": rows})


def ending(request: Any, number: str) -> Any:
    """When the level of an account would end without new acts: a part of its page that arrives after it."""
    agreement, found, run = _as_published(request, int(number))
    try:
        ending = endings.ending(request.workspace, agreement, found, run)
    except Busy:
        return render(request, "account_ending.html", {})  # a part of a page that is fine: said there, in a few words
    if ending is None:
        raise Http404("The account stands at no level. Its page says what it needs for one.")
    return render(request, "account_ending.html", {"ending": ending, "ahead": endings.AHEAD})


def would(request: Any, number: str) -> Any:
    """What would make an account qualify: a part of its page that arrives after it."""
    agreement, found, run = _as_published(request, int(number))
    said = explanation(found.tables, person_names(found), (), agreement.definition)
    if said is None:
        raise Http404("The latest run does not know the account.")
    try:
        would = what_would(request.workspace, agreement, found, said, run)
        return render(request, "account_would.html", {"would": would})
    except Busy:
        return render(request, "account_would.html", {"busy": True})


def _as_published(request: Any, account_id: int) -> tuple[Agreement, Evidence, PublishedRun | None]:
    """The rows of an account in the latest run, and the version that judged it; 404 where there are none.

    The run is None where the account was judged again since.
    """
    run = runs.published(request.agreement.definition.name)
    if run is None:
        raise Http404("There is no run yet.")
    agreement, folder = versions.of_run(request.agreement, run), request.workspace.warehouse
    if served.refreshed(run.run_id, [account_id]):
        day = (run.as_of, run.known_at)
        return agreement, judged_now(folder, agreement, str(account_id), day, account_id=account_id), None
    found = ready.evidence(
        folder, agreement.definition, agreement.version, account_id, run=run, most=1, memory_limit=MEMORY
    )
    if found is None or not found.tables["scores"]:
        raise Http404("The latest run does not know the account.")
    return agreement, found, run


def _asked_day(written: str) -> int | None:
    """The day an address asks for. Raises Refused where it is none."""
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Refused([Problem(Place("as_of"), f"“{written[:40]}” is not a day.", "Write a day as 2026-07-31.")])
    return day_number(day)


def _family(found: AccountPage) -> dict[str, Any]:
    """The family of an account in a sentence, its parent, and the others of it."""
    mine = found.found.account.account_id
    kin = [one for one in found.family if one["rule"] == "parent"]
    others = [one["company"] for one in kin if one["account_id"] != mine]
    is_top = len(others) == len(kin)
    return {
        "family": families.sentence(found.family),
        "parent": next((one["parent"] for one in kin if one["account_id"] == mine), ""),
        "kin": others if is_top else [*(one["top"] for one in kin[:1]), *others],
    }


def _numbers(said: CommitteeNumbers | None) -> dict[str, Any] | None:
    """The committee in numbers, as a table and in sentences."""
    if said is None:
        return None
    return {"trend": said.trend, "past": [*said.before], "lines": lines(said), "sentences": sentences(said)}


def _corrections(found: AccountPage) -> list[dict[str, Any]]:
    """What people said of the account, its domains and its people, as far as it was known on the day."""
    one = found.found
    domains = {one.account.domain, *(each["domain"] for each in one.tables["domains"])} - {""}
    people = {each["person_key"] for each in one.people.values()}
    said = corrected.of_account(one.account.account_id, domains, people, one.known_at)
    return [{**each, "said": corrected.told(each)} for each in said]


def _context(found: AccountPage, tab: str, opened: Opened) -> dict[str, Any]:
    waiting, said, rules = found.open_handoff, found.said, found.agreement.definition
    tab = tab if tab in TABS else TABS[0]
    context: dict[str, Any] = {
        "it": found,
        "account": found.found.account,
        "said": said,
        "packet": found.packet,
        "today": opened.today,
        "due": moment(waiting.due_at, timezone.now(), opened.agreed.time_zone) if waiting else "",
        "engagement": bars(few(said.engagement, MOST_PARTS)),
        "product": bars(few(said.product, MOST_PARTS)) if said.product.share or said.product.parts else None,
        "fit": criteria(said, found.packet["facts"], rules),
        "known_share": known_share(said.score, rules),
        "surge": plain(rules.intent.surge.at(said.segment, said.tier)),
        "numbers": _numbers(found.numbers),
        "verdicts": verdicts(in_order(rules, said.verdicts)),
        "acts": rows_of_acts(found),
        "qualified": any(level.name == said.level and level.stage in QUALIFIED for level in rules.levels),
        "past": found.latest is not None and found.found.as_of != found.latest.as_of,
        "tabs": TABS,
        "tab": tab,
        "identity": found.found.tables,
        **_family(found),
    }
    if tab == "identity":
        context["corrections"] = _corrections(found)
    if tab == "history":
        context |= {"points": found.points, "chart": drawing.lines(found.points)}
    return context
