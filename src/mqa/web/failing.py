"""What is answered where a page cannot be: not found, not allowed, refused, missing, unforeseen.

Each says what happened and what to do; programs get the same as JSON.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404

from mqa.terms.problems import Busy, MqaError, Place, Problem, Refused, Unavailable
from mqa.web.problem_json import problem_response

LOG = logging.getLogger("mqa.web")
API = "/api/"
PAGES = {
    "/inbox": "Inbox",
    "/accounts": "Accounts",
    "/dashboard": "Dashboard",
    "/definition": "Definition",
    "/data": "Data",
}


def wants_data(request: Any) -> bool:
    """Whether a program asks: of the API, or for a page's JSON or CSV."""
    return bool(request.path.startswith(API) or request.path.endswith((".json", ".csv")))


def said(
    request: Any, status: int, title: str, problems: Sequence[Problem], *, links: Sequence[tuple[str, str]] = ()
) -> Any:
    """An answer that is no page: its title, what is wrong and how to mend it, and where else to go."""
    if request.path.startswith(API):
        response = problem_response(status, problems)
    elif wants_data(request):
        rows = [{"what": one.what, "mend": one.mend} for one in problems]
        response = JsonResponse({"problems": rows}, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        context = {"title": title, "problems": problems, "links": links, "status": status}
        response = _page(request, context, status)
    return response


def _page(request: Any, context: dict[str, Any], status: int) -> Any:
    """The page that says it; without what stands around pages where that cannot be had, either."""
    try:
        return render(request, "failed.html", context, status=status)
    except (MqaError, DatabaseError):
        request.user = None
        return render(request, "failed.html", context, status=status)


def not_found(request: Any, exception: Exception | None = None) -> Any:
    """404: there is no such page; the likely ones are named."""
    words = "" if isinstance(exception, Resolver404) or exception is None else str(exception)
    near = get_close_matches(request.path.rstrip("/"), PAGES, n=3, cutoff=0.5)
    shown = near or list(PAGES)
    mend = "Perhaps you look for one of these." if near else "These pages there are."
    what = words if words and words.endswith(".") else f"There is nothing at {request.path}."
    links = [(page, PAGES[page]) for page in shown]
    return said(request, 404, "There is no such page", [Problem(Place(""), what, mend)], links=links)


def forbidden(request: Any, roles: Sequence[str]) -> Any:
    """403: somebody else may; says who."""
    people = [role for role in roles if not role.startswith("key: ")]
    scopes = [role.removeprefix("key: ") for role in roles if role.startswith("key: ")]
    mend = f"This needs the role {' or '.join(people) or 'nobody'}. An admin can give it to you on the page Users."
    if scopes and (request.key is not None or not people):
        mend = f"This needs a key with the scope {' or '.join(scopes)}."
    what = "This key may not do this."
    if request.key is None:
        what = f"You are signed in as {request.user.email} with the role {request.role}, which may not do this."
    return said(request, 403, "This is not for your role", [Problem(Place(""), what, mend)])


def unknown_program(request: Any) -> Any:
    """401: the API wants to know who asks."""
    known = "Authorization" in request.headers
    what = "This key is not known, or was revoked." if known else "This needs a key."
    mend = "Send the header “Authorization: Bearer <key>”; “mqa key add” and the page Keys make one."
    response = said(request, 401, "Who asks?", [Problem(Place(""), what, mend)])
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def wrong_method(request: Any, methods: Sequence[str]) -> Any:
    """405: the address exists, but not for this method."""
    what = f"{request.path} does not answer {request.method}."
    response = said(request, 405, "Not this way", [Problem(Place(""), what, f"It answers {', '.join(methods)}.")])
    response.headers["Allow"] = ", ".join(methods)
    return response


def form_expired(request: Any, reason: str = "") -> Any:
    """403: a form without its mark: left open too long, or sent from elsewhere."""
    del reason
    what = "The form you sent is no longer valid. Nothing was changed."
    mend = "Go back, load the page again, and send it once more. Cookies must be allowed for this address."
    return said(request, 403, "Please send that again", [Problem(Place(""), what, mend)])


def bad_request(request: Any, exception: Exception | None = None) -> Any:
    """400: what was sent cannot be read."""
    if isinstance(exception, DisallowedHost):
        mend = "Whoever starts the server can allow it: mqa serve --allow-host NAME, or --url ADDRESS."
        problem = Problem(Place(""), "This server does not answer under the name by which you asked for it.", mend)
        return said(request, 400, "Not under this name", [problem])
    return said(request, 400, "This request could not be read", [_plain("It is not one that we understand.")])


def unforeseen(request: Any) -> Any:
    """500: a fault of ours; the log has the details under the number that is shown.

    What is only missing or refused, if it was so before the page was reached, is said as that.
    """
    if answer := Caught.said(request, sys.exc_info()[1]):
        return answer
    number = secrets.token_hex(4)
    LOG.error("unforeseen error %s at %s", number, request.path, exc_info=True)
    what = "Something unforeseen happened, and it is our fault. What was published before still holds."
    mend = f"Try again in a minute. If it stays, give your admin this number: {number}; the server's log has the rest."
    return said(request, 500, "Something went wrong", [Problem(Place(""), what, mend)])


class Caught:
    """Middleware: refusals and missing stores become pages with their own words."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_exception(self, request: Any, error: Exception) -> Any:
        """The page for an error that a person can act on; None for all others."""
        return self.said(request, error)

    @staticmethod
    def said(request: Any, error: BaseException | None) -> Any:
        """The page for an error that a person can act on; None for all others."""
        if isinstance(error, Refused):
            return said(request, 400, "This cannot be done", error.problems)
        if isinstance(error, Busy):
            return busy(request, error)
        if isinstance(error, Unavailable):
            return said(request, 503, "This is not there yet", [_plain(str(error))])
        if isinstance(error, Http404):
            return not_found(request, error)
        if isinstance(error, SuspiciousOperation):
            return bad_request(request, error)
        return None


def busy(request: Any, error: Busy) -> Any:
    """503: what was asked for takes long, and many ask for it; says after how many seconds to ask again."""
    problem = Problem(Place(""), str(error), f"Try again in {error.again_after} seconds.")
    again = [(request.get_full_path(), "Try again")]
    response = said(request, 503, "One moment, please", [problem], links=again)
    response.headers["Retry-After"] = str(error.again_after)
    return response


def _plain(words: str) -> Problem:
    return Problem(Place(""), words, "")
