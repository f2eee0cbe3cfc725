"""Who submitted, signed and activated which version of a definition, when, with what note. Only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet

from mqa.ledger.models import AgreementEntry, DefinitionVersion
from mqa.ledger.names import all_names

What = Literal["submitted", "signed", "activated"]


@dataclass(frozen=True)
class Entry:
    """One step: what was done to which version, by whom, as which team (only of what is signed), when and why."""

    what: What
    definition: str
    version: str
    team: str
    who: str
    note: str
    at: datetime


def add(what: What, version: str, *, team: str = "", who: str, note: str = "", now: datetime) -> Entry:
    """Add a step for a version that is kept. A team signs a version once: IntegrityError."""
    kept = DefinitionVersion.objects.get(version=version)
    return _entry(AgreementEntry.objects.create(version=kept, what=what, team=team, who=who, note=note, at=now))


def history(name: str, version: str = "") -> list[Entry]:
    """All steps of a definition (of one version of it), the latest first."""
    found = _of(name)
    return [_entry(one) for one in (found.filter(version__version=version) if version else found)]


def latest(name: str, what: What) -> Entry | None:
    """The last step of a kind."""
    found = _of(name).filter(what=what).first()
    return _entry(found) if found else None


def active(name: str) -> str:
    """The version that was activated last; empty where none ever was."""
    found = latest(name, "activated")
    return found.version if found else ""


def _of(name: str) -> QuerySet[AgreementEntry]:
    return AgreementEntry.objects.filter(version__name__in=all_names(name)).select_related("version").order_by("-id")


def _entry(one: AgreementEntry) -> Entry:
    of = one.version
    return Entry(one.what, of.name, of.version, one.team, one.who, one.note, one.at)  # type: ignore[arg-type,unused-ignore]
