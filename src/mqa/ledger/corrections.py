"""Corrections of who is who, as people said them: noted with the segments that they made. Only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mqa.ledger import audit
from mqa.ledger.leases import WRITER, require
from mqa.ledger.models import Correction as Row
from mqa.ledger.segments import list_load
from mqa.terms.corrections import Correction
from mqa.terms.stored import StoredFile

SOURCE = "Corrections of who is who"  # as which the segments are listed


@dataclass(frozen=True)
class Noted:
    """A correction as the ledger holds it: when it was noted, and the number of the one that undid it (0: none did)."""

    said: Correction
    at: datetime
    undone_by: int = 0


def said() -> tuple[Correction, ...]:
    """All corrections and undoings, in the order in which they were said."""
    return tuple(map(_said, Row.objects.order_by("id")))


def noted() -> list[Noted]:
    """The same with when they were noted and what undid them, the latest first."""
    rows = Row.objects.select_related("undone_by").order_by("-id")
    return [Noted(_said(row), row.at, row.undone_by.pk if hasattr(row, "undone_by") else 0) for row in rows]


def note(
    one: Correction, counts: Mapping[str, int], files: Sequence[StoredFile], *, now: datetime, token: int
) -> Correction:
    """Note a correction, with the segments that it made, all at once or not at all; returns it with its number.

    `token` is the writer's lease. Raises Unavailable where another writer has taken over.
    """
    with transaction.atomic():
        require(WRITER, token)
        row = Row.objects.create(
            kind=one.kind,
            subject=one.subject,
            object=one.object,
            day=one.day,
            by=one.by,
            note=one.note,
            at=now,
            undoes_id=one.undoes or None,
        )
        what = "undid a correction" if one.undoes else "corrected who is who"
        after = {"kind": one.kind, "subject": one.subject, "object": one.object, "day": one.day, "note": one.note}
        audit.note(one.by, what, f"correction {one.undoes or row.pk} of {one.subject}", after=after, now=now)
        list_load(SOURCE, f"correction {row.pk}", f"correction {row.pk}", "", counts, files, token=token)
    return _said(row)


def _said(row: Row) -> Correction:
    return Correction(row.pk, row.kind, row.subject, row.object, row.day, row.by, row.note, row.undoes_id or 0)
