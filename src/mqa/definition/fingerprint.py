"""The identity of a definition: two texts that mean the same have the same one."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from mqa.terms.rules import Definition, Handoff, Test

FIRST_WINS = {  # where another order is another agreement; criteria share rounding, in their order
    (Definition, name) for name in ("criteria", "grades", "segments", "tiers", "signals", "roles", "levels")
} | {(Handoff, "routes")}
MEANS_NOTHING = {(Definition, name) for name in ("agreed_on", "agreed_by", "review_on")} | {(Test, "listed_in")}
LENGTH = 32  # hexadecimal digits


def identity(definition: Definition) -> str:
    """A number of 32 hexadecimal digits for what a definition means.

    Comments, spacing, the order of conditions, who agreed on it when, and the paths of lists change nothing;
    whatever decides does: every number and name, the content of lists, and the order wherever the first or
    the last wins.
    """
    canonical = json.dumps(_canonical(definition), sort_keys=True, ensure_ascii=True)
    return sha256(canonical.encode()).hexdigest()[:LENGTH]


def _canonical(value: Any) -> Any:
    """A value as JSON that is equal for equal meanings."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [f.name for f in fields(value) if f.compare and (type(value), f.name) not in MEANS_NOTHING]
        return {name: _in_order(type(value), name, _canonical(getattr(value, name))) for name in kept}
    if isinstance(value, tuple):
        return [_canonical(part) for part in value]
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _in_order(kind: type, name: str, value: Any) -> Any:
    """A list as it stands where its order decides, else sorted."""
    return sorted(value, key=json.dumps) if isinstance(value, list) and (kind, name) not in FIRST_WINS else value
