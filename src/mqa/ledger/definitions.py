"""The definitions that were run or submitted, with their lists, so that any old result can be explained by the rules of
its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from mqa.ledger.models import DefinitionList, DefinitionVersion, ListContent, Run
from mqa.ledger.names import all_names, rows_of
from mqa.terms.problems import Unavailable


@dataclass(frozen=True)
class KeptVersion:
    """One version of a definition: since when it is kept, and how many runs used it, the last of which day."""

    version: str
    name: str
    kept_at: datetime
    runs: int
    last_as_of: int | None


def keep(name: str, version_hash: str, text: str, lists: Iterable[tuple[str, str]] = ()) -> None:
    """Keep the text of a definition's version, and the content of its lists by their paths in the text.

    A version that is kept already stays as it is: its text and lists mean the same.
    """
    with transaction.atomic():
        kept, new = DefinitionVersion.objects.get_or_create(version=version_hash, defaults={"name": name, "text": text})
        if new or (kept.text == text and not kept.lists.exists()):  # kept before lists were
            for path, content in lists:
                DefinitionList.objects.create(version=kept, path=path, content=_content(content))


def lists_of(version_hash: str) -> tuple[tuple[str, str], ...]:
    """The lists of a version: their paths in its text, and what was in them; in the order of the paths."""
    found = DefinitionList.objects.filter(version__version=version_hash).order_by("path")
    return tuple(found.values_list("path", "content__content"))


def matching(name: str, prefix: str) -> list[str]:
    """The kept versions of a definition that begin with these digits, the latest first."""
    found = DefinitionVersion.objects.filter(name__in=all_names(name), version__startswith=prefix)
    return list(found.order_by("-kept_at", "-id").values_list("version", flat=True))


def that_ran(name: str, *, saying: str, before: int | None = None) -> list[str]:
    """The versions of a definition that were ever run and whose texts have a word, the latest first.

    `before`: only those that ran before a run of this number.
    """
    runs = rows_of(Run, name)
    ran = (runs if before is None else runs.filter(pk__lt=before)).values("version")
    found = DefinitionVersion.objects.filter(version__in=ran, text__contains=saying).order_by("-kept_at", "-id")
    return list(found.values_list("version", flat=True))


def text_of(version_hash: str) -> str:
    """The text of a version. Raises Unavailable where this ledger never saw it."""
    text = DefinitionVersion.objects.filter(version=version_hash).values_list("text", flat=True).first()
    if text is None:
        raise Unavailable(f"This ledger holds no definition of version {version_hash}.")
    return str(text)


def whole(prefix: str) -> str:
    """The one version that begins with these digits, of whichever definition. Raises Unavailable."""
    found = DefinitionVersion.objects.filter(version__startswith=prefix).values_list("version", flat=True)[:2]
    if len(found) != 1:
        raise Unavailable(f"This ledger holds {'several versions' if found else 'no version'} of the digits {prefix}.")
    return str(found[0])


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
    for version, as_of in rows_of(Run, name).values_list("version", "as_of"):
        used[version] += 1
        last[version] = max(as_of, last.get(version, as_of))
    kept = DefinitionVersion.objects.filter(name__in=all_names(name)).order_by("-kept_at", "-id")
    return [
        KeptVersion(one.version, one.name, one.kept_at, used[one.version], last.get(one.version))
        for one in kept.only("version", "name", "kept_at")
    ]


def _content(content: str) -> ListContent:
    digest = sha256(content.encode()).hexdigest()
    return ListContent.objects.get_or_create(content_hash=digest, defaults={"content": content})[0]
