"""The texts of the definitions that were run, so that any old result can be explained by the rules of its day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from mqa.ledger.models import DefinitionVersion, Run
from mqa.terms.problems import Unavailable


@dataclass(frozen=True)
class KeptVersion:
    """One version of a definition: since when it is kept, and how many runs used it, the last of which day."""

    version: str
    name: str
    kept_at: datetime
    runs: int
    last_as_of: int | None


def keep(name: str, version_hash: str, text: str) -> None:
    """Keep the text of a definition's version; a version that is kept already stays as it is."""
    DefinitionVersion.objects.get_or_create(version=version_hash, defaults={"name": name, "text": text})


def text_of(version_hash: str) -> str:
    """The text of a version. Raises Unavailable where this ledger never saw it."""
    text = DefinitionVersion.objects.filter(version=version_hash).values_list("text", flat=True).first()
    if text is None:
        raise Unavailable(f"This ledger holds no definition of version {version_hash}.")
    return str(text)


def name_of(version_hash: str) -> str:
    """The name of the definition that a version is of. Raises Unavailable where this ledger never saw it."""
    name = DefinitionVersion.objects.filter(version=version_hash).values_list("name", flat=True).first()
    if name is None:
        raise Unavailable(f"This ledger holds no definition of version {version_hash}.")
    return str(name)


def versions(name: str) -> list[KeptVersion]:
    """All kept versions of a definition, the latest first."""
    used: Counter[str] = Counter()
    last: dict[str, int] = {}
    for version, as_of in Run.objects.filter(definition=name).values_list("version", "as_of"):
        used[version] += 1
        last[version] = max(as_of, last.get(version, as_of))
    kept = DefinitionVersion.objects.filter(name=name).order_by("-kept_at", "-id")
    return [
        KeptVersion(one.version, one.name, one.kept_at, used[one.version], last.get(one.version))
        for one in kept.only("version", "name", "kept_at")
    ]
