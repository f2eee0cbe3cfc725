"""The forms of the page Definition: a version is submitted, signed for one's own team, activated."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.utils import timezone

from mqa import agreeing, versions
from mqa.ledger import definitions
from mqa.ledger.agreements import Entry
from mqa.terms.problems import MqaError, Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.versions import short
from mqa.web.telling import tell


def submit(request: Any) -> Any:
    """Proposes what the file says, if it says what the person has seen."""
    return _done(request, "is submitted; both teams see it here", _submitted)


def sign(request: Any) -> Any:
    """Signs the version that the person has seen, for the team of their role."""
    return _done(request, f"is signed for {request.role}", _signed)


def activate(request: Any) -> Any:
    """Lets live runs use a version from now on."""
    return _done(request, "is active; the next run uses it, and an earlier one can be activated again", _activated)


def _done(request: Any, words: str, do: Any) -> Any:
    """Do what a form asks for, and say on the page what was done, or why it was not."""
    try:
        added: Entry = do(request, request.POST.get("version", ""), request.POST.get("note", ""))
        tell(request, f"Version {short(added.version)} {words}.")
    except Refused as error:
        tell(request, " ".join(f"{one.what} {one.mend}" for one in error.problems), problem=True)
    except MqaError as error:
        tell(request, str(error), problem=True)
    return HttpResponseRedirect("/definition")


def _submitted(request: Any, version: str, note: str) -> Entry:
    seen = next((one for one in request.workspace.agreements if one.version == version), None)
    if seen is None:
        what, mend = "The file has changed meanwhile.", "Look at it again, then submit it."
        raise Refused([Problem(Place(""), what, mend)])
    return agreeing.submit(seen, note=note, by=request.who, now=timezone.now())


def _signed(request: Any, version: str, note: str) -> Entry:
    return agreeing.sign(_kept(request, version), request.role, note=note, by=request.who, now=timezone.now())


def _activated(request: Any, version: str, note: str) -> Entry:
    now = timezone.now()
    return agreeing.activate(request.workspace, _kept(request, version), note=note, by=request.who, now=now)


def _kept(request: Any, version: str) -> Agreement:
    """A kept version of one of the workspace's definitions. Raises Unavailable where there is none."""
    definitions.name_of(version)
    seen = next((one for one in request.workspace.agreements if one.version == version), None)
    return seen or versions.kept(version)
