"""Of what changes of an account are made: what is common in its segment, its own people, and what is missing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mqa.definition.rows.fit import criterion_rows
from mqa.reading import Row
from mqa.terms.rules import Definition
from mqa.terms.supposed import Deed, Doer, Learned, Surge
from mqa.would.common import Common

MOST_KNOWN = 3  # people of the account


@dataclass(frozen=True)
class Occurring:
    """Deeds, who may do them, facts that are missing, topics that do not surge."""

    deeds: tuple[Deed, ...] = ()
    doers: tuple[Doer, ...] = ()
    facts: tuple[Learned, ...] = ()
    surges: tuple[Surge, ...] = ()


def occurring(
    common: Common, tables: Mapping[str, Sequence[Row]], people: Mapping[int, Row], definition: Definition
) -> Occurring:
    """What may be supposed of an account. `tables`: its rows of the day; `people`: its people with their titles."""
    number_of = {row[0]: row[1] for row in criterion_rows(definition)["used_facts"]}
    known = {row["fact_number"] for row in tables["known_facts"]}
    surging = {definition.intent.topics[row["topic"] - 1].lower() for row in tables["surges"]}
    return Occurring(
        common.deeds,
        (*_known_doers(tables, people, definition), *common.doers),
        tuple(fact for fact in common.facts if number_of.get(fact.fact) not in known),
        tuple(surge for surge in common.surges if surge.topic not in surging),
    )


def _known_doers(
    tables: Mapping[str, Sequence[Row]], people: Mapping[int, Row], definition: Definition
) -> Iterator[Doer]:
    """A few people who are known: who did most, somebody in a required role who did nothing yet, then others."""
    gains = {row["person_id"]: row["gains"] for row in tables["person_scores"] if row["person_id"] > 0}
    role_of = {row["person_id"]: row["role"] for row in tables["members"]}
    required = {nth for nth, role in enumerate(definition.roles, start=1) if role.required}
    busiest = sorted(role_of, key=lambda one: (-gains.get(one, 0), one))
    waiting = sorted((one for one in role_of if one not in gains), key=lambda one: (role_of[one] not in required, one))
    chosen = [one for pair in zip([*busiest, *waiting], [*waiting, *busiest], strict=True) for one in pair]
    for rank, one in enumerate(dict.fromkeys(chosen)):
        if rank == MOST_KNOWN:
            return
        told, role = people.get(one, {}), role_of[one]
        name = definition.roles[role - 1].name if role else ""
        yield Doer(rank, one, told.get("person_key", ""), told.get("title", ""), name, 1)
