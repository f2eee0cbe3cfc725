"""The texts of the definitions that were run, so that any old result can be explained by the rules of its day."""

from __future__ import annotations

from mqa.ledger.models import DefinitionVersion
from mqa.terms.problems import Unavailable


def keep(name: str, version_hash: str, text: str) -> None:
    """Keep the text of a definition's version; a version that is kept already stays as it is."""
    DefinitionVersion.objects.get_or_create(version=version_hash, defaults={"name": name, "text": text})


def text_of(version_hash: str) -> str:
    """The text of a version. Raises Unavailable where this ledger never saw it."""
    text = DefinitionVersion.objects.filter(version=version_hash).values_list("text", flat=True).first()
    if text is None:
        raise Unavailable(f"This ledger holds no definition of version {version_hash}.")
    return str(text)
