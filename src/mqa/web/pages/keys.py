"""The page Keys: keys of programs that use the API, for admins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponseRedirect
from django.utils import timezone

from mqa.ledger import keys as ledger
from mqa.ledger.models.access import SCOPES
from mqa.terms.problems import Refused
from mqa.web.showing import shown
from mqa.web.telling import tell, tell_here

MEANS = {
    "read": "accounts, handoffs, runs, the definition",
    "answer": "answer handoffs",
    "run": "start loads and runs",
}


def keys(request: Any, *, said: dict[str, Any] | None = None, status: int = 200) -> Any:
    """All keys, and the form that makes one."""
    found = ledger.listed()
    scopes = [(scope, MEANS[scope]) for scope in SCOPES]
    context = {"address": "/keys", "keys": found, "scopes": scopes, "said": said or {"scopes": ["read"]}}
    return shown(request, "keys.html", context, rows=[asdict(key) for key in found], status=status)


def add_key(request: Any) -> Any:
    """Makes a key, and shows its secret once."""
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scopes")
    try:
        key, secret = ledger.add(name, scopes, by=request.who, now=timezone.now())
    except Refused as error:
        return keys(request, said={"name": name, "scopes": scopes, "problems": error.problems}, status=400)
    words = f"Key {key.prefix} for {key.name} may {', '.join(key.scopes)}. Its secret is shown this once: keep it safe."
    tell_here(request, words, secret=secret, what="Secret")
    return keys(request)  # not led elsewhere: the secret would have to lie somewhere meanwhile


def revoke_key(request: Any) -> Any:
    """Lets a key be accepted no more."""
    key = ledger.revoke(request.POST.get("prefix", ""), by=request.who, now=timezone.now())
    tell(request, f"Key {key.prefix} for {key.name} is accepted no more.")
    return HttpResponseRedirect("/keys")
