"""Comparisons on the page Definition: asked for by a form, judged by the server's child, shown with every account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.utils import timezone

from mqa import versions
from mqa.comparing.asked import ask
from mqa.comparing.beside import asked_document, in_sentences, stale
from mqa.comparing.words import in_one_line
from mqa.ledger import comparisons, definitions
from mqa.ledger.comparisons import Asked
from mqa.terms.problems import MqaError, Place, Problem, Refused, Unavailable
from mqa.terms.rules import Agreement
from mqa.web.drawing import load
from mqa.web.showing import Paging, asked_page, shown
from mqa.web.telling import tell
from mqa.web.workspace import asked_for

NONE = "-"  # in an address: without a tier, segment or owner
SALES = {1: "gets", -1: "loses", 0: "neither"}
KINDS = {"tier": "Tier", "segment": "Segment", "owner": "Owner", "pipeline": "Opportunity"}
Accounts = Sequence[Mapping[str, Any]]


def ask_for(request: Any) -> Any:
    """Notes that somebody wants to know who would enter and leave by the version they have seen."""
    try:
        asked = ask(
            request.workspace, _seen(request, request.POST.get("version", "")), by=request.who, at=timezone.now()
        )
        tell(request, f"Comparison {asked.number} is {'done' if asked.state == 'done' else 'asked for'}.")
    except MqaError as error:
        tell(request, in_sentences(error), problem=True)
    return HttpResponseRedirect("/definition#compared")


def compared(request: Any, number: str) -> Any:
    """One comparison: what came of it, and every account that would stand elsewhere, narrowed as the address says."""
    try:
        asked = comparisons.numbered(int(number))
    except Unavailable as error:
        raise Http404(str(error)) from error
    request.agreement = asked_for(request.workspace, asked.definition)
    result, accounts = comparisons.result(asked.number) or {}, comparisons.accounts(asked.number)
    found = [one for one in accounts if _matches(one, request.GET)]
    page, size = asked_page(request)
    whole = request.path.endswith((".json", ".csv")) and "page" not in request.GET
    some = found if whole else found[(page - 1) * size : page * size]
    rows = [_row(one) for one in some]
    document = asked_document(asked) | {"result": result or None, "rows": rows}
    context = _context(request, asked, result, accounts=accounts, some=some)
    paging = None if whole else Paging(page, size, len(found))
    return shown(request, "compared.html", context, rows=rows, document=document, paging=paging)


def still_judged(request: Any) -> bool:
    """Whether a page asks for the answer of a comparison (`?judging=12`) that is still to come."""
    number = request.GET.get("judging", "")
    if not ("HX-Request" in request.headers and number.isascii() and number.isdigit() and len(number) < 16):
        return False
    try:
        return comparisons.numbered(int(number)).is_open
    except Unavailable:
        return False


def _seen(request: Any, version: str) -> Agreement:
    """The version that a page has shown: a file's, or one that is kept."""
    for one in request.workspace.agreements:
        if one.version == version:
            return one  # type: ignore[no-any-return]
    try:
        definitions.name_of(version)
    except Unavailable as error:
        what, mend = "The file has changed meanwhile.", "Look at it again, then ask."
        raise Refused([Problem(Place(""), what, mend)]) from error
    return versions.kept(version)


def _context(
    request: Any, asked: Asked, result: Mapping[str, Any], *, accounts: Accounts, some: Accounts
) -> dict[str, Any]:
    query = {name: values[-1] for name, values in request.GET.lists() if name in ("sales", *KINDS, "condition")}
    return {
        "asked": asked,
        "result": result,
        "line": in_one_line(result) if result else "",
        "load": load(result["periods"][-1]) if result else None,
        "kinds": list(_kinds(result)),
        "deciding": [(one, _narrowed(condition=one["condition"])) for one in result.get("deciding", ())],
        "accounts": some,
        "kept": len(accounts),
        "chosen": [(_words(name, value), _narrowed(**_without(query, name))) for name, value in query.items()],
        "stale": stale(request.workspace, request.agreement, asked) if result else "",
    }


def _kinds(result: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Whom sales would get and lose, by one kind of account after the other, and where each number leads."""
    for kind, title in KINDS.items():
        parts = [one for one in result.get("parts", ()) if one["kind"] == kind]
        if parts:
            yield title, [{**one, "words": _words("", one["name"]), **_links(kind, one["name"])} for one in parts]


def _links(kind: str, name: str) -> dict[str, str]:
    value = ("none" if name.startswith("no ") else "open") if kind == "pipeline" else name or NONE
    return {f"to_{sales}": _narrowed(sales=sales, **{kind: value}) for sales in ("gets", "loses")}


def _narrowed(**query: str) -> str:
    return f"?{urlencode(query)}#accounts"


def _without(query: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}


def _words(name: str, value: str) -> str:
    """A choice as people read it."""
    if name == "sales":
        return f"Sales {value} them" if value != "neither" else "Sales neither gets nor loses them"
    if name == "pipeline":
        return "An opportunity is open" if value == "open" else "No opportunity is open"
    said = "none" if value in ("", NONE) else value
    return f"{KINDS.get(name, 'Decided by')}: {said}" if name else said


def _matches(account: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    """Whether an account is among those that an address asks for."""
    is_so = {
        "sales": SALES[account["handed"]],
        "pipeline": "open" if account["open_pipeline"] else "none",
        **{kind: account[kind] or NONE for kind in ("tier", "segment", "owner")},
    }
    decides = "condition" not in query or query["condition"] in {why["condition"] for why in account["why"]}
    return decides and all(query[name] == value for name, value in is_so.items() if name in query)


def _row(account: Mapping[str, Any]) -> dict[str, Any]:
    """An account as lists hold it: the change, and what decides in a sentence."""
    return {name: value for name, value in account.items() if name not in ("why", "cause")}
