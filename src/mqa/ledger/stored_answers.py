"""How far the answers of sales are stored where runs read them, as a segment of `dispositions` for each definition."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from mqa.ledger.models import Disposition, File, Load, Segment, StoredAnswer
from mqa.ledger.names import original_name, rows_of
from mqa.ledger.segments import list_load
from mqa.terms.stored import StoredFile

SOURCE = "Sales' answers"
COLUMNS = ("account_id", "pk", "answer", "reason", "day", "until", "day")  # known on the day it was given


@dataclass(frozen=True)
class Waiting:
    """How many answers are not stored yet, the number of the last one; and the rows of all answers of the definition.

    A row is as the world table `dispositions` wants it.
    """

    count: int
    last: int
    rows: list[tuple[int | str | None, ...]]


def waiting(definition: str) -> Waiting | None:
    """What is to be stored anew since answers to a definition's handoffs wait for it; None where none does."""
    given = rows_of(Disposition, definition).order_by("pk")
    fresh = given.filter(pk__gt=_stored_up_to(definition)).aggregate(count=Count("pk"), last=Max("pk"))
    if not fresh["count"]:
        return None
    rows = given.filter(pk__lte=fresh["last"]).values_list(*COLUMNS)
    return Waiting(int(fresh["count"]), int(fresh["last"]), [*rows])


def list_stored(definition: str, stored: Waiting, file: StoredFile, *, token: int) -> None:
    """List the file that holds a definition's answers as a load, in place of the one before, in one transaction.

    `token` is the writer's lease. Raises Unavailable where another writer has taken over, and
    django.db.IntegrityError where they are stored already.
    """
    original, first = original_name(definition), _stored_up_to(definition) + 1
    content = sha256(f"{original} {first}-{stored.last}".encode()).hexdigest()
    counts = {"read": stored.count, "loaded": stored.count}
    with transaction.atomic():
        File.objects.filter(segment__answers__definition=original, retired_at=None).update(retired_at=timezone.now())
        name = f"{definition}: answers {first} to {stored.last}"
        load = list_load(SOURCE, name, content, "", counts, [file], token=token)
        segment = Segment.objects.get(load=Load(pk=load))
        StoredAnswer.objects.create(definition=original, last_disposition=stored.last, segment=segment)


def files(definition: str) -> list[str]:
    """The file of a definition's own answers, relative to the warehouse, if there are any."""
    ours = Segment.objects.filter(answers__definition=original_name(definition), file__retired_at=None).order_by("id")
    return list(ours.values_list("file__name", flat=True))


def seen(definition: str, known_at: int) -> int:
    """The last answer that a run with the knowledge of a day can read; 0 where there is none."""
    stored = rows_of(Disposition, definition).filter(pk__lte=_stored_up_to(definition), day__lte=known_at)
    return int(stored.aggregate(last=Max("pk"))["last"] or 0)


def _stored_up_to(definition: str) -> int:
    stored = rows_of(StoredAnswer, definition)
    return int(stored.aggregate(last=Max("last_disposition"))["last"] or 0)
