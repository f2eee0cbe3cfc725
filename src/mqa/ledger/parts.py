"""Long lists, read in parts: which rows there are is read once, then the rows themselves, some at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from mqa.terms.problems import Unavailable

AT_ONCE = 1_000  # rows


def in_parts(found: QuerySet[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """Every row that a query finds when its first part is read, once, in its order, some at a time.

    People work while a list is read: a row that has changed since is as it is now, and one that would no longer be
    found is still told. No query stays open between two parts, so whoever reads slowly holds nothing up. Raises
    Unavailable where a row was removed meanwhile: a list that ends early would look whole.
    """
    numbers = array("q", found.values_list("pk", flat=True).iterator())
    for start in range(0, len(numbers), size):
        some = numbers[start : start + size]
        rows = found.model._default_manager.in_bulk(some)
        if len(rows) < len(some):
            raise Unavailable("The list went while it was being read: newer ones have taken its place. Ask again.")
        yield [rows[number] for number in some]
