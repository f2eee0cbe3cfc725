"""What every answer of the server says to the browser: what it may load, and from whom it may be embedded (nobody)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 365 * 24 * 60 * 60


def policy(nonce: str) -> str:
    """The Content-Security-Policy: our own files and what carries this answer's nonce; nothing inline, no eval."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def headers(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: gives each request a nonce (`request.nonce`) and each answer its headers.

    Over https, and wherever people come by an https address, cookies are marked secure and browsers are told to stay
    with https; plain http on one's own machine goes on to work.
    """

    def answered(request: Any) -> Any:
        request.nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy(request.nonce))
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.is_secure() or settings.MQA_HTTPS:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

    return answered
