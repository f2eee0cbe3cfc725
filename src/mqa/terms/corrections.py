"""Corrections: what people said of who is who, one row each, in the order in which they said it."""

from __future__ import annotations

from dataclasses import dataclass

OF_ACCOUNTS = ("merge", "alias", "split", "never")  # each says where one account, or one domain, leads
KINDS = (*OF_ACCOUNTS, "assign", "name", "role", "visitor", "undo")
BY_A_PERSON = "set by a person"  # the rule of what a correction placed
ROLE_BY_A_PERSON = "role set by a person"
NOBODY = ""  # as an object: no account


@dataclass(frozen=True)
class Correction:
    """One correction. `subject`: the natural key of an account or a person, a visitor (`source:id`), or the name of a
    company as rows state it, in small letters; `object`: the key of an account, a role, or who a visitor is.

    `day`: the day number from which it holds; `undoes`: the number of the one it takes back (0: none).
    """

    number: int
    kind: str
    subject: str
    object: str
    day: int
    by: str = ""
    note: str = ""
    undoes: int = 0
