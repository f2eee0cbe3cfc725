"""The buying committee in words: which roles are engaged, which are known, which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mqa.terms.rules import Definition

Row = Mapping[str, Any]
State = Literal["engaged", "seen", "known", "missing"]
WITHOUT_ROLE = "no role"


@dataclass(frozen=True)
class RoleWords:
    """One committee role and the people in it. `state`: of the one that did most."""

    name: str
    required: bool
    engaged: tuple[str, ...]
    seen: tuple[str, ...]
    known: tuple[str, ...]

    @property
    def state(self) -> State:
        """How far somebody in this role got."""
        return "engaged" if self.engaged else "seen" if self.seen else "known" if self.known else "missing"


def committee(
    members: Iterable[Row], person_scores: Iterable[Row], people: Mapping[int, str], definition: Definition
) -> list[RoleWords]:
    """The roles of the definition in its order, then the people without one (if any).

    engaged: their points reach the definition's bar; seen: they did something that counts; known: nothing yet.
    """
    engaged = {row["person_id"] for row in person_scores if row["engaged"]}
    seen = {row["person_id"] for row in person_scores if row["seen_age"] is not None and row["person_id"] > 0}
    role_of = {row["person_id"]: row["role"] for row in person_scores if row["person_id"] > 0}
    role_of |= {row["person_id"]: row["role"] for row in members}
    roles = [(role.name, role.required) for role in definition.roles]
    found = [
        _role(name, required, [person for person, role in role_of.items() if role == nth], engaged, seen, people)
        for nth, (name, required) in [*enumerate(roles, start=1), (0, (WITHOUT_ROLE, False))]
    ]
    return found if found[-1].state != "missing" else found[:-1]


def _role(
    name: str, required: bool, there: list[int], engaged: set[int], seen: set[int], people: Mapping[int, str]
) -> RoleWords:
    def names(some: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(people.get(person, "somebody") for person in some))

    return RoleWords(
        name,
        required,
        names(person for person in there if person in engaged),
        names(person for person in there if person in seen and person not in engaged),
        names(person for person in there if person not in seen | engaged),
    )
