"""The workspace as it is now: its files are read anew when one of them was changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings

from mqa import workspaces
from mqa.renaming import remember
from mqa.terms.problems import MqaError, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

CHOSEN = "mqa_definition"
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Current:
    """The workspace that pages show. `refused`: why its files of today cannot be used; an earlier reading holds."""

    opened: Opened
    refused: tuple[Problem, ...] = ()


_last: dict[str, Current] = {}


def workspace(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: each request knows its workspace (`request.workspace`) and definition (`request.agreement`).

    Where there are several, the one that an address asked for last (`?definition=`) is shown until another is.
    """

    def answered(request: Any) -> Any:
        now = current(settings.MQA_FOLDER)
        request.workspace, request.refused = now.opened, now.refused
        asked = request.GET.get("definition", "")
        request.agreement = asked_for(now.opened, asked or unquote(request.COOKIES.get(CHOSEN, "")))
        response = get_response(request)
        if asked and len(now.opened.agreements) > 1:
            name = quote(request.agreement.definition.name)
            response.set_cookie(CHOSEN, name, max_age=YEAR, httponly=True, samesite="Lax")
        return response

    return answered


def current(folder: str) -> Current:
    """The workspace in a folder. While its files have problems, what was read before them goes on to hold.

    Raises Refused where they had problems from the start.
    """
    before = _last.get(folder)
    try:
        now = Current(_read(folder, workspaces.stamp(Path(folder), before.opened if before else None)))
    except Refused as error:
        if before is None:
            raise
        now = Current(before.opened, error.problems)
    _last[folder] = now
    return now


def asked_for(opened: Opened, name: str) -> Agreement:
    """The agreement of a name, else the workspace's first."""
    try:
        return workspaces.chosen(opened, name)
    except MqaError:
        return opened.agreements[0]


@lru_cache(maxsize=4)
def _read(folder: str, stamp: tuple[tuple[str, int, int], ...]) -> Opened:
    del stamp  # part of the question only: another stamp, another reading
    opened = workspaces.opened(Path(folder))
    remember(opened.agreements, datetime.now(UTC))
    return opened
