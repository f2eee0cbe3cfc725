"""What was done, said on the next page that is shown: kept in the session until then, and shown once.

A secret is never kept: it is shown in the answer to the form that made it, and nowhere else.
"""

from __future__ import annotations

from typing import Any

TOLD = "told"


def tell(request: Any, words: str, *, problem: bool = False) -> None:
    """Say something on the next page."""
    request.session[TOLD] = {"words": words, "problem": problem}


def tell_here(request: Any, words: str, *, secret: str, what: str) -> None:
    """Say something on the page that answers this request, with a link or key to hand over; `what` it is."""
    request.told = {"words": words, "secret": secret, "what": what}


def told(request: Any) -> dict[str, Any] | None:
    """What is to be said now, if anything; from then on it has been said."""
    here: dict[str, Any] | None = getattr(request, "told", None)
    if here is not None:
        return here
    session = getattr(request, "session", None)
    said: dict[str, Any] | None = session.pop(TOLD, None) if session is not None and TOLD in session else None
    return said
