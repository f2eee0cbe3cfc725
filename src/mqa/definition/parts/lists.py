"""Lists of values that lie in files beside a definition: one value a line, in the first column."""

from __future__ import annotations

import csv
import re
from collections import abc
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TypeAlias

from mqa.definition.parts.structure import Notes
from mqa.terms.documents import Mapping, Node, Text, did_you_mean, document, quoted
from mqa.terms.problems import Place

Lists: TypeAlias = abc.Mapping[str, str | None]
DOMAIN = re.compile(r"(family:)?(?!-|www\.)[\w-]+(\.[\w-]+)+(:[A-Za-z]{2})?")  # acme.com, acme.com:DE
MOST_WRONG_NAMED = 20  # a file that is no list would otherwise give a problem for each of its lines


def listed_files(text: str, file: str = "") -> frozenset[str]:
    """The paths of the lists that a definition asks for, as written: relative to the definition, never outside
    its folder. Nothing of a text that cannot be read.
    """
    node, _ = document(text, file)
    return frozenset(path for path in _paths(node) if _beside(path)) if node else frozenset()


def listed(path: str, place: Place, notes: Notes, *, lists: Lists, fact: str) -> tuple[str, ...]:
    """The values of a list; a first value that is the fact's name is a header. Faults are noted."""
    content = lists.get(path)
    if not _beside(path):
        what = f"{notes.whose} asks for the list {quoted(path)}, which does not lie beside this file."
        notes.add(place, what, "Write a path from this file's folder downwards, such as lists/partners.csv.")
    elif content is None:
        mend = did_you_mean(path, [other for other in lists if other != path])
        notes.add(
            place,
            f"There is no list {quoted(path)} that can be read.",
            mend or "Create it, one value a line, in UTF-8.",
        )
    else:
        values = list(_values(content))
        values = values[1:] if values and values[0][1].lower() == fact.lower() else values
        if not values:
            notes.add(place, f"The list {quoted(path)} is empty.", f"Give it one {fact} a line.")
        if fact == "domain":
            _note_other_than_domains(path, values, notes)
        return tuple(value for _, value in values)
    return ()


def _paths(node: Node) -> Iterator[str]:
    """Every path after `listed_in`."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.value == "listed_in" and isinstance(value, Text):
                yield value.value.strip()
            yield from _paths(value)
    elif not isinstance(node, Text):
        for value in node.values:
            yield from _paths(value)


def _beside(path: str) -> bool:
    """Whether a path stays within the definition's folder: a definition may come from anybody."""
    written = PurePosixPath(path)
    return bool(path) and not written.is_absolute() and ".." not in written.parts and not set(path) & set("\\:\0")


def _values(content: str) -> Iterator[tuple[int, str]]:
    """Line and value of each row's first cell; empty lines and comments are passed over."""
    for line, row in enumerate(content.removeprefix("\ufeff").splitlines(), start=1):
        value = _first_cell(row).strip()
        if value and not value.startswith("#"):
            yield line, value


def _first_cell(row: str) -> str:
    """The first cell of a row of a CSV file."""
    try:
        return next(iter(next(csv.reader([row]), [])), "")
    except csv.Error:  # a cell beyond all measure
        return row


def _note_other_than_domains(path: str, values: list[tuple[int, str]], notes: Notes) -> None:
    """Note lines that no domain will ever equal, such as addresses of pages."""
    wrong = [(line, value) for line, value in values if not DOMAIN.fullmatch(value)]
    for line, value in wrong[:MOST_WRONG_NAMED]:
        what = f"{quoted(value)} is not a domain."
        notes.add(Place(path, line), what, "Write it as in acme.com: no https://, no www, no page.")
