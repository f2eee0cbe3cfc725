"""What people said of who is who, as far as it concerns one account: itself, its domains, its people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from mqa.answers.why import row
from mqa.identity.corrections import in_force, way
from mqa.ledger import corrections
from mqa.terms.keys import number_of

Row = dict[str, Any]


def of_account(account_id: int, domains: Collection[str], people: Collection[str], known_at: int) -> list[Row]:
    """The corrections that concern an account by what was said until a day, the latest first.

    `people`: the keys of those who are known there, or were. Rows as `mqa identity corrections` has them.
    """
    told = [one for one in corrections.noted() if one.said.day <= known_at]
    numbers = {one.said.number for one in told}
    noted = [one if one.undone_by in numbers else replace(one, undone_by=0) for one in told]
    held = in_force(one.said for one in noted)
    led = (key for what, key in held if what == "account" and number_of(way(held, key)[-1]) == account_id)
    here = {*domains, *people, *led}

    def concerns(key: str) -> bool:
        return key in here or number_of(key) == account_id

    return [row(one, held) for one in noted if concerns(one.said.subject) or concerns(one.said.object)]


def told(one: Mapping[str, Any]) -> str:
    """What a correction says, and what became of it."""
    undone = f" (undone by {one['undone_by']})" if one["undone_by"] else ""
    replaced = f" ({one['replaced_by']} holds instead)" if one["replaced_by"] else ""
    return f"{one['what']}{undone}{replaced}"
