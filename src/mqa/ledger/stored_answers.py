"""How far the answers of sales are stored where runs read them, as segments of `dispositions`."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from mqa.ledger.models import Disposition, Load, Segment, StoredAnswer
from mqa.ledger.segments import list_load
from mqa.terms.stored import StoredFile

SOURCE = "Sales' answers"
COLUMNS = ("account_id", "pk", "answer", "reason", "day", "until", "day")  # known on the day it was given


@dataclass(frozen=True)
class Waiting:
    """One answer that is not yet stored: its number, and its row in the order of the world table `dispositions`."""

    number: int
    row: tuple[int | str | None, ...]


def waiting(definition: str) -> list[Waiting]:
    """The answers to a definition's handoffs that are not yet stored, in the order in which they were given."""
    fresh = Disposition.objects.filter(definition=definition, pk__gt=_stored_up_to(definition)).order_by("pk")
    return [Waiting(pk, tuple(row)) for pk, *row in fresh.values_list("pk", *COLUMNS)]


def list_stored(definition: str, last: int, file: StoredFile, *, token: int) -> None:
    """List the file that holds the answers up to `last` as a load, and say so, in one transaction.

    `token` is the writer's lease. Raises Unavailable where another writer has taken over, and
    django.db.IntegrityError where they are stored already.
    """
    first = _stored_up_to(definition) + 1
    content = sha256(f"{definition} {first}-{last}".encode()).hexdigest()
    with transaction.atomic():
        name = f"{definition}: answers {first} to {last}"
        load = list_load(SOURCE, name, content, "", {"read": file.rows, "loaded": file.rows}, [file], token=token)
        segment = Segment.objects.get(load=Load(pk=load))
        StoredAnswer.objects.create(definition=definition, last_disposition=last, segment=segment)


def files(definition: str) -> list[str]:
    """The files of a definition's own answers, in order, relative to the warehouse."""
    ours = Segment.objects.filter(answers__definition=definition, file__retired_at=None).order_by("id")
    return list(ours.values_list("file__name", flat=True))


def seen(definition: str, known_at: int) -> int:
    """The last answer that a run with the knowledge of a day can read; 0 where there is none."""
    stored = Disposition.objects.filter(definition=definition, pk__lte=_stored_up_to(definition), day__lte=known_at)
    return int(stored.aggregate(last=Max("pk"))["last"] or 0)


def _stored_up_to(definition: str) -> int:
    stored = StoredAnswer.objects.filter(definition=definition)
    return int(stored.aggregate(last=Max("last_disposition"))["last"] or 0)
