"""The names of definitions. Rows of the ledger go on calling one by its original name, so that renaming moves none."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from mqa.ledger import audit
from mqa.ledger.models import DefinitionName, DefinitionVersion

M = TypeVar("M", bound=Model)


def rows_of(table: type[M], definition: str) -> QuerySet[M]:
    """The rows of a table that are a definition's, whichever of its names is given."""
    return table._default_manager.filter(definition=original_name(definition))


def original_name(name: str) -> str:
    """What rows call the definition of a name."""
    return originals().get(name, name)


def originals() -> dict[str, str]:
    """What rows call each definition that was ever renamed, by each of its names."""
    given = DefinitionName.objects.order_by("id").values_list("name", "original")
    return {name: original for pair in given for name, original in ((pair[1], pair[1]), pair)}


def all_names(name: str) -> list[str]:
    """All names of the definition of a name, the original one first."""
    original = original_name(name)
    return [original, *(other for other, of in originals().items() if of == original and other != original)]


def todays() -> dict[str, str]:
    """What each definition that was ever renamed is called today, by its original name."""
    return {of: name for name, of in DefinitionName.objects.order_by("id").values_list("name", "original")}


def today(original: str) -> str:
    """What the definition of an original name is called today."""
    return todays().get(original, original)


def kept() -> set[str]:
    """The names of all definitions that were ever run or submitted."""
    return set(DefinitionVersion.objects.order_by().values_list("name", flat=True).distinct())


def rename(original: str, name: str, now: datetime) -> None:
    """Call the definition of an original name otherwise from now on; the second time nothing happens."""
    with transaction.atomic():
        before = today(original)
        if before != name:
            DefinitionName.objects.create(name=name, original=original, since=now)
            what, about = "renamed a definition", f"definition {name}"
            audit.note(audit.COMMAND_LINE, what, about, before={"name": before}, after={"name": name}, now=now)
