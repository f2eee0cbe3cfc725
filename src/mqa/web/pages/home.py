"""Where one arrives after signing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

FIRST = {"sales": "/inbox", "viewer": "/dashboard", "marketing": "/accounts", "admin": "/accounts"}


def home(request: Any) -> Any:
    """Each role arrives where its work lies."""
    return HttpResponseRedirect(FIRST[request.role])


def welcomed(request: Any) -> Any:
    """Somebody has read the three sentences of the first visit: they are not shown again."""
    request.user.welcomed_at = timezone.now()
    request.user.save(update_fields=["welcomed_at"])
    if request.headers.get("HX-Request"):
        return HttpResponse("")
    return HttpResponseRedirect("/")
