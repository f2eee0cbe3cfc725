"""The server's application: static files at once, everything else through Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from mqa.web import static

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Any, Send], Awaitable[None]]


def application(collected: Path) -> Asgi:
    """The ASGI application of the configured workspace. `collected`: where its static files were written."""
    from django.core.handlers.asgi import ASGIHandler  # reads the settings: they must be there

    import_module(settings.ROOT_URLCONF)  # what is broken in the pages is known now, not at the first visit
    pages = ASGIHandler()
    files = static.served(collected)

    async def answered(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            return
        if file := files.files.get(scope["path"]):
            await _send_file(file, scope, send)
        else:
            await pages(scope, receive, send)

    return answered


async def _send_file(file: Any, scope: Scope, send: Send) -> None:
    """Answers with a static file, in the form that the browser accepts best."""
    asked = {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
        for name, value in scope["headers"]
    }
    found = file.get_response(scope["method"], asked)
    told = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in found.headers]
    await send({"type": "http.response.start", "status": int(found.status), "headers": told})
    body = found.file.read() if found.file is not None else b""
    if found.file is not None:
        found.file.close()
    await send({"type": "http.response.body", "body": body})
