"""What was done, said on the next page that is shown: kept in the session until then, and shown once."""

from __future__ import annotations

from typing import Any

TOLD = "told"


def tell(request: Any, words: str, *, secret: str = "", what: str = "", problem: bool = False) -> None:
    """Say something on the next page. `secret`: a link or key to hand over, `what` it is; it is not shown again."""
    request.session[TOLD] = {"words": words, "secret": secret, "what": what, "problem": problem}


def told(request: Any) -> dict[str, Any] | None:
    """What is to be said now, if anything; from then on it has been said."""
    session = getattr(request, "session", None)
    said: dict[str, Any] | None = session.pop(TOLD, None) if session is not None and TOLD in session else None
    return said
