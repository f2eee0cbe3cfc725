"""Who may do what: one table of routes and roles, and the middleware that refuses what is not in it.

A route that is not in ROUTES does not exist for anybody. People are known by their session; programs by the key they
send with each call of the API. A key is no way into the pages, and a session none into the API's changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.utils import timezone

from mqa import agreeing
from mqa.ledger import keys
from mqa.ledger.models.access import ROLES
from mqa.web import failing, signing

ANYONE = "anyone"  # not signed in, too
KEYS = ("key: read", "key: answer", "key: run")
EVERY_ROLE = (ANYONE, *ROLES, *KEYS)
READ = ("GET", "HEAD")
WRITE = ("POST",)

Methods = tuple[str, ...]


def readers() -> Mapping[str, Methods]:
    """Everybody who is signed in may look."""
    return dict.fromkeys(ROLES, READ)


def public(*methods: str) -> Mapping[str, Methods]:
    """Everybody at all."""
    return dict.fromkeys((ANYONE, *ROLES), methods)


def only(*roles: str, methods: Methods = WRITE) -> Mapping[str, Methods]:
    """These roles."""
    return dict.fromkeys(roles, methods)


def looked_at() -> Mapping[str, Methods]:
    """Everybody who is signed in, and keys that may read: of the API."""
    return dict.fromkeys((*ROLES, "key: read"), READ)


ROUTES: Mapping[str, Mapping[str, Methods]] = {
    # signing in and out
    "home": readers(),
    "sign-in": public("GET", "HEAD", "POST"),
    "sign-out": dict.fromkeys(ROLES, WRITE),
    "welcome": public("GET", "HEAD", "POST"),
    "welcomed": dict.fromkeys(ROLES, WRITE),
    # pages
    "inbox": readers(),
    "handoff": readers(),
    "answer": only("sales", "admin"),
    "accounts": readers(),
    "account": readers(),
    "account-ending": readers(),
    "account-would": readers(),
    "dashboard": readers(),
    "report": readers(),
    "report-accounts": readers(),
    "definition": readers(),
    "definition-version": readers(),
    "definition-compared": readers(),
    "compare-definition": only("marketing", "admin"),
    "submit-definition": only(*agreeing.MAY["submitted"]),
    "sign-definition": only(*agreeing.MAY["signed"]),
    "activate-definition": only(*agreeing.MAY["activated"]),
    "data": readers(),
    "rejects": readers(),
    # administration
    "users": only("admin", methods=READ),
    "add-user": only("admin"),
    "change-user": only("admin"),
    "keys": only("admin", methods=READ),
    "add-key": only("admin"),
    "revoke-key": only("admin"),
    "audit": only("admin", methods=READ),
    # the API: keys by their scopes, and people who look at it in a browser
    "api:openapi": {**dict.fromkeys(EVERY_ROLE, READ)},
    "api:accounts": looked_at(),
    "api:account": looked_at(),
    "api:changes": looked_at(),
    "api:near-misses": looked_at(),
    "api:aqls": looked_at(),
    "api:handoffs": looked_at(),
    "api:handoff": looked_at(),
    "api:dispositions": {"key: answer": WRITE},
    "api:runs": {**looked_at(), "key: run": WRITE},
    "api:definition": looked_at(),
    "api:comparisons": {**looked_at(), "key: run": WRITE},
    "api:comparison": looked_at(),
}


class Access:
    """Middleware: says who asks (`request.user`, `request.role`, `request.who`) and refuses what they may not.

    `request.roles` are all roles that hold for the request: a key may have several scopes.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.user = request.key = None
        request.role, request.roles, request.who = ANYONE, (ANYONE,), ""
        if request.path.startswith(failing.API) and "Authorization" in request.headers:
            _know_program(request)
        else:
            _know_person(request)
        method = request.method
        response = self.get_response(request)
        request.method = method
        return response

    def process_view(self, request: Any, *_: Any) -> Any:
        """Nothing where the request is allowed, else the answer that refuses it.

        The API answers HEAD as it would GET; the server leaves the body out.
        """
        refused = refusal(request, request.resolver_match.view_name or "")
        if request.method == "HEAD" and request.path.startswith(failing.API):
            request.method = "GET"
        return refused


def may(roles: tuple[str, ...], route: str, method: str) -> bool:
    """Whether one of these roles may ask for a route by a method."""
    allowed = ROUTES.get(route, {})
    return any(method in allowed.get(role, ()) for role in roles)


def refusal(request: Any, route: str) -> Any:
    """What is answered to somebody who may not ask this; None where they may."""
    if may(request.roles, route, request.method):
        return None
    if route not in ROUTES:
        return failing.not_found(request)
    methods = {method for allowed in ROUTES[route].values() for method in allowed}
    if request.method not in methods:
        return failing.wrong_method(request, sorted(methods))
    if request.role == ANYONE:
        return _unknown(request)
    return failing.forbidden(request, [role for role in EVERY_ROLE if may((role,), route, request.method)])


def _know_person(request: Any) -> None:
    user = signing.signed_in(request)
    if user is not None:
        request.user, request.role, request.who = user, user.role, user.email
        request.roles = (user.role,)


def _know_program(request: Any) -> None:
    words = request.headers.get("Authorization", "").split()
    key = keys.known(words[1], timezone.now()) if len(words) == 2 and words[0].lower() == "bearer" else None
    if key is not None:
        request.key, request.role, request.who = key, "key", f"key {key.prefix}"
        request.roles = tuple(f"key: {scope}" for scope in key.scopes)


def _unknown(request: Any) -> Any:
    """To somebody who is not signed in: a program gets a status, a person the page where one signs in."""
    back = request.get_full_path() if request.method in READ else "/"
    address = f"/sign-in?{urlencode({'next': back})}"
    if request.path.startswith(failing.API):
        return failing.unknown_program(request)
    if failing.wants_data(request):
        problem = {"what": "You are not signed in.", "mend": "Sign in, or use the API with a key."}
        return JsonResponse({"problems": [problem]}, status=401)
    if request.headers.get("HX-Request"):
        return JsonResponse({}, status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
