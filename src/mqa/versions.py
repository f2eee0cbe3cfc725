"""Versions of definitions that the ledger keeps, each read again whole: its text, and its lists as they were."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from mqa.ledger import definitions
from mqa.terms.documents import quoted
from mqa.terms.problems import Problem, Unavailable
from mqa.terms.rules import Agreement

Lists = tuple[tuple[str, str], ...]

SHOWN = 8  # digits of a version, where people read it


def keep(agreement: Agreement) -> None:
    """Keep a version with its lists, whatever becomes of its files."""
    definitions.keep(agreement.definition.name, agreement.version, agreement.text, agreement.lists)


def kept(version: str) -> Agreement:
    """A version as it was. Raises Unavailable where this ledger never saw it, or where it reads otherwise today.

    A list that was not kept, or a release that understands the text in another way, would make it another agreement
    than the one that people signed.
    """
    found, problems = _read(definitions.text_of(version), definitions.lists_of(version), short(version))
    if found is None:
        raise Unavailable(f"Version {short(version)} can no longer be read: {problems[0].what}")
    if found.version != version:
        name = f"Version {short(version)} of {quoted(found.definition.name)}"
        raise Unavailable(
            f"{name} means something else to this release of mqa, which reads it as {short(found.version)}."
        )
    return found


def as_it_was(agreement: Agreement, version: str) -> Agreement:
    """The agreement in another version, to tell results of it; the present one where that can't be read at all.

    Of a version that was kept before lists were, they are read as they are today. Raises Unavailable where this ledger
    never saw it.
    """
    if version == agreement.version:
        return agreement
    lists = dict(agreement.lists) | dict(definitions.lists_of(version))
    found, _ = _read(definitions.text_of(version), tuple(sorted(lists.items())), short(version))
    return replace(found, version=version) if found else agreement


def short(version: str) -> str:
    """A version as people read it.

    >>> short("0123456789abcdef0123456789abcdef")
    '01234567'
    """
    return version[:SHOWN]


@lru_cache(maxsize=64)
def _read(text: str, lists: Lists, name: str) -> tuple[Agreement | None, tuple[Problem, ...]]:
    read, problems = definition(text, f"version {name}", dict(lists))
    return (Agreement(read, identity(read), text, lists) if read else None), problems
