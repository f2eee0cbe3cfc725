"""What an answer to “why” is, what it is made from, and how corrections read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from mqa.answers import families, meant, naming
from mqa.identity.corrections import Subject, about, in_force, is_domain, way
from mqa.ledger.corrections import Noted
from mqa.reading import Connection, Row
from mqa.terms.corrections import NOBODY, Correction
from mqa.terms.durations import date_of
from mqa.terms.keys import number_of
from mqa.terms.rules import Role

MOST = 50  # rows of each part
CITED = re.compile(r"\bcorrection (\d+)")  # how sentences name one
UNDECIDED = ("ambiguous", "none")  # what the own name of a company may mean that leads it nowhere


@dataclass(frozen=True)
class Why:
    """What something is: in a sentence, and in parts by name (records, domains, family, people, visits, ...)."""

    about: str
    what: str
    sentence: str
    account: str = ""
    parts: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The same as JSON has it; days as dates."""
        return {
            "about": self.about,
            "what": self.what,
            "sentence": self.sentence,
            "account": self.account or None,
            **{name: list(found) for name, found in self.parts.items()},
        }


@dataclass(frozen=True)
class Known:
    """The engine, and what people said."""

    connection: Connection
    noted: tuple[Noted, ...]
    roles: Mapping[str, Sequence[Role]]  # the committee of each definition, by its name

    @cached_property
    def held(self) -> Mapping[Subject, Correction]:
        """The corrections that hold today, by what each is about."""
        return in_force(one.said for one in self.noted)

    def called(self, account_id: int) -> str:
        """An account by what it is called; nobody's is nobody."""
        return meant.named(self.connection, account_id).called if account_id > 0 else "nobody"

    def of(self, keys: set[str]) -> list[Row]:
        """The corrections that speak of some keys, the latest first."""
        numbers = {one.said.number for one in self.noted if one.said.subject in keys or one.said.object in keys}
        return [row(one, self.held) for one in self.noted if one.said.number in numbers]

    def with_cited(self, found: Why) -> Why:
        """An answer that lists, beside the corrections that speak of it, those that its sentence names."""
        listed = {one["number"] for one in found.parts.get("corrections", ())}
        listed |= {int(number) for number in CITED.findall(found.sentence)}
        told = [row(one, self.held) for one in self.noted if one.said.number in listed]
        return replace(found, parts={**found.parts, "corrections": told}) if told else found

    def leading(self, key: str) -> set[str]:
        """The keys that people lead to an account, and its own."""
        ends = {subject for what, subject in self.held if what == "account" and way(self.held, subject)[-1] == key}
        return ends | {key}

    def number(self, *keys: str) -> int:
        """The correction of the first of these keys of which one holds; 0: none does."""
        found = (self.held.get((what, key)) for key in keys for what in ("account", "person"))
        return next((one.number for one in found if one), 0)

    def onward(self, key: str, most: int = 2) -> tuple[int, list[str]]:
        """The number of the account at which all stands today that is told of an account (0: nobody's), and what led it
        there, step by step: people's words, its own name if it has no domain, the family that it is rolled up with."""
        passed = way(self.held, key)
        steps = [cited(self.held["account", here]) for here in passed if ("account", here) in self.held]
        end = passed[-1]
        if end == NOBODY:
            return 0, steps
        if (own := self.own(end)) and own["rule"] not in UNDECIDED and most:
            said = self.held.get(("name", own["name"]))
            sure = f"correction {said.number}" if said else f"{own['rule']}, {own['confidence']:.0%}"
            number, further = self.onward(own["key"], most - 1) if own["key"] else (0, [])
            return number, [*steps, f"that is what its name “{own['name']}” means ({sure})", *further]
        if top := families.rolled_up(self.connection, number_of(end)):
            return top, [*steps, f"{self.called(number_of(end))} is rolled up with the family of {self.called(top)}"]
        by_domain = meant.leads_to(self.connection, end) if is_domain(end) else None
        return by_domain or number_of(end), steps

    def own(self, key: str) -> Row | None:
        """What the own name of a company without a domain means, where nobody says anything else of the company."""
        return None if is_domain(key) or ("account", key) in self.held else naming.own(self.connection, number_of(key))


def because(steps: Sequence[str]) -> str:
    """Steps as the rest of a sentence; empty where there are none."""
    return "".join(f"; {step}" for step in steps)


def cited(one: Correction) -> str:
    """What a correction says, and its number."""
    return f"{sentence(one)} (correction {one.number})"


def row(one: Noted, held: Mapping[Subject, Correction]) -> Row:
    """A correction as a row that a person can read; `held`: what holds of each subject, see `in_force`.

    replaced_by: the later word on the same, which holds instead.
    """
    said = one.said
    holds = held.get((about(said.kind), said.subject)) if not (said.undoes or one.undone_by) else None
    return {
        "number": said.number,
        "day": day(said.day),
        "what": words(one),
        "by": said.by,
        "note": said.note,
        "in_force": holds is not None and holds.number == said.number,
        "undone_by": one.undone_by or None,
        "replaced_by": holds.number if holds is not None and holds.number != said.number else None,
    }


def words(one: Noted) -> str:
    """What a correction says, as a sentence without its full stop."""
    return sentence(one.said)


def sentence(said: Correction) -> str:
    """The same of one that was not noted yet."""
    to = said.object or "nobody"
    return {
        "merge": f"{said.subject} is part of {to}",
        "alias": f"{said.subject} leads to {to}",
        "split": f"{said.subject} is an account of its own",
        "never": f"{said.subject} is never an account",
        "assign": f"{said.subject} is of {to}",
        "name": f"the name “{said.subject}” means {to}",
        "role": f"{said.subject} is {to}",
        "visitor": f"the visitor {said.subject} is {said.object or 'nobody in particular'}",
        "undo": f"undoes {said.undoes}",
    }[said.kind]


def counted(found: Sequence[Row], what: str) -> str:
    """So many of them, in words."""
    return f"{len(found):,} {what}{'' if len(found) == 1 else 's'}"


def day(number: int) -> str:
    """A day as it is written."""
    return date_of(number).isoformat()
