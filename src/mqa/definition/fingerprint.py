"""The identity of a definition: two texts that mean the same have the same one."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from mqa.terms.rules import (
    Definition,
    Engagement,
    Given,
    Handoff,
    Intent,
    Mql,
    Nameless,
    Product,
    Signal,
    Stability,
    Test,
)

FIRST_WINS = {  # where another order is another agreement; criteria share rounding, in their order
    (Definition, name) for name in ("criteria", "grades", "segments", "tiers", "signals", "roles", "levels")
} | {(Handoff, "routes")}
MEANS_NOTHING = {(Definition, name) for name in ("agreed_on", "agreed_by", "review_on", "formerly")} | {
    (Test, "listed_in"),
    (Stability, "enter_after"),  # each level says its own
}
ONCE_PLAIN = {  # what an earlier release knew as one number is still that where it is given for all alike
    *((Signal, "cap"), (Signal, "most_per_day"), (Engagement, "engaged_at"), (Engagement, "most_per_person")),
    *((Product, "most_per_person"), (Intent, "surge"), (Mql, "points_at_least")),
}
LENGTH = 32  # hexadecimal digits


def identity(definition: Definition) -> str:
    """A number of 32 hexadecimal digits for what a definition means.

    Comments, spacing, the order of conditions, who agreed on it when, and the paths of lists change nothing;
    whatever decides does: every number and name, the content of lists, and the order wherever the first or
    the last wins. What is left at its default does not count either, so that a rule that a later release can hold
    leaves the versions that people signed before as they were: a default, once released, never changes.
    """
    canonical = json.dumps(meaning(definition), sort_keys=True, ensure_ascii=True)
    return sha256(canonical.encode()).hexdigest()[:LENGTH]


def meaning(value: Any) -> Any:
    """What a value of a definition says, as JSON that is equal for equal meanings; a record by its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        said = [one for one in fields(value) if _decides(value, one)]
        return {one.name: _in_order(type(value), one.name, meaning(_given(value, one.name))) for one in said}
    if isinstance(value, tuple):
        return [meaning(part) for part in value]
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _decides(value: Any, one: Field[Any]) -> bool:
    """Whether a field says anything: it means something, and is not left at its default."""
    means = one.compare and (type(value), one.name) not in MEANS_NOTHING
    return means and (one.default is MISSING or getattr(value, one.name) != one.default)


def _given(value: Any, name: str) -> Any:
    """The value of a field; the number alone where one that was plain once is given for all alike."""
    given = getattr(value, name)
    if isinstance(given, Nameless) and given.alike:
        return given.sure
    plain = isinstance(given, Given) and not given.by_name and (type(value), name) in ONCE_PLAIN
    return given.default if plain else given


def _in_order(kind: type, name: str, value: Any) -> Any:
    """A list as it stands where its order decides, else sorted."""
    return sorted(value, key=json.dumps) if isinstance(value, list) and (kind, name) not in FIRST_WINS else value
