"""The packet of a handoff: everything its owner is told of an account, as one JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mqa.explain.account import Explanation, Surge
from mqa.explain.acts import did, known_as, on
from mqa.explain.checks import age_words
from mqa.explain.committee import WITHOUT_ROLE
from mqa.explain.conditions import question, value
from mqa.explain.contacts import REACH
from mqa.explain.numbers import plain, tenths
from mqa.explain.shares import Occasion, Share, stage_shown
from mqa.explain.why_now import Seen, why_now
from mqa.handoff.packets import Member, MissingRole, contact_first, gaps
from mqa.terms.durations import iso_day
from mqa.terms.freshness import SourceAge, state_of
from mqa.terms.rules import BUYING_STAGES, Definition

Row = Mapping[str, Any]
MOST_ACTS = 30
SCORES = ("engagement", "breadth", "depth", "recency", "product")


@dataclass(frozen=True)
class Known:
    """What a packet is made of: rows of one account and day, as the line made them (see `mqa.evidence`).

    `account`: account_id, domain, name and owner; `people`: person_key and title by number; `sources`: when each source
    was last read, as ISO dates; `ages`: how old each was by the run; `refreshed_at`: when the account was judged again
    since the run, in UTC (empty: it was not).
    """

    account: Mapping[str, Any]
    as_of: int
    known_at: int
    run_id: int
    tables: Mapping[str, Sequence[Row]]
    people: Mapping[int, Row]
    occasions: Sequence[Occasion]
    sources: Mapping[str, str]
    ages: Sequence[SourceAge] = ()
    refreshed_at: str = ""


def packet(known: Known, said: Explanation, definition: Definition) -> dict[str, Any]:
    """The body of a packet: plain JSON, scores in tenths, days as ISO dates, nothing that was not known on the day.

    It is frozen, so its sentences name days: what was “yesterday” would soon be wrong.
    """
    members = _members(known, definition)
    missing = list(_missing(said, members, definition))
    seen = Seen(known.as_of, said, members, known.occasions, missing)
    active = sorted((one for one in members.values() if one.points > 0), key=lambda one: (-one.points, one.person))
    return {
        "account": {
            "id": known.account["account_id"],
            **{name: known.account[name] for name in ("domain", "name", "owner")},
            **{name: getattr(said, name) for name in ("segment", "tier", "stage", "grade", "buying_stage")},
        },
        "definition": definition.name,
        "why_now": why_now(seen, definition),
        "level": said.level,
        "since": iso_day(said.since),
        "score": {"fit": tenths(said.score["fit_score"] or 0), **{name: tenths(said.score[name]) for name in SCORES}},
        "facts": [_fact(row) for row in known.tables["dated_facts"]],
        "contributions": [
            {"score": whole.name, **_share(part)} for whole in (said.engagement, said.product) for part in whole.parts
        ],
        "verdicts": list(_verdicts(said)),
        "timeline": [_act(one, members) for one in known.occasions[:MOST_ACTS]],
        "committee": list(_committee(said, known.people)),
        "gaps": gaps(missing, active),
        "contact_first": contact_first([members[one] for one in _ranked(known.tables["contacts"]) if one in members]),
        "topics": [_topic(row, said.surges) for row in known.tables["research"]],
        "freshness": _freshness(known, said),
    }


def _members(known: Known, definition: Definition) -> dict[int, Member]:
    """Everybody who is known or was seen there, by number."""
    rows = {row["person_id"]: row for row in known.tables["person_scores"] if row["person_id"] > 0}
    reach = {row["person_id"]: row["reach"] for row in known.tables["unreachable"]}
    roles = {row["person_id"]: row["role"] for row in known.tables["members"]}
    roles = {**{person: row["role"] for person, row in rows.items()}, **roles}
    return {
        person: _member(person, role, rows.get(person), reach.get(person, "mail"), known, definition)
        for person, role in sorted(roles.items())
    }


def _ranked(contacts: Sequence[Row]) -> list[int]:
    return [row["person_id"] for row in sorted(contacts, key=lambda row: row["rank"])]


def _member(person: int, number: int, row: Row | None, reach: str, known: Known, definition: Definition) -> Member:
    role = definition.roles[number - 1] if number else None
    record = known.people.get(person, {"person_key": "somebody", "title": ""})
    age = row["seen_age"] if row else None
    theirs = [one for one in known.occasions if one.person_id == person]
    return Member(
        record["person_key"],
        known_as(record["person_key"]),
        record["title"],
        role.name if role else "",
        row["gains"] - row["penalties"] if row else 0,
        age,
        on(known.as_of - age, known.as_of) if age is not None else "",
        _most_serious(theirs, definition, known.as_of),
        REACH[reach],
    )


def _most_serious(theirs: Sequence[Occasion], definition: Definition, as_of: int) -> str:
    """The act of the latest buying stage that is worth most; the latest of equals."""
    stage_of = {signal.name: signal.stage for signal in definition.signals}
    worth = {signal.name: signal.points.default for signal in definition.signals}
    staged = [(BUYING_STAGES.index(stage_shown(one, stage_of)), one) for one in theirs]
    counted = [(stage, worth[one.signal], one.day, one.signal, one) for stage, one in staged if stage]
    *_, found = max(counted, key=lambda one: one[:-1], default=(None,))
    return f"{did(found)} on {on(found.day, as_of)}" if found else ""


def _missing(said: Explanation, members: Mapping[int, Member], definition: Definition) -> Iterator[MissingRole]:
    """The required roles that nobody was seen in."""
    titles = {role.name: role.titles for role in definition.roles}
    for role in said.roles:
        if role.required and role.state in ("known", "missing"):
            there = tuple(one for one in members.values() if one.role == role.name)
            yield MissingRole(role.name, titles.get(role.name, ()), there)


def _fact(row: Row) -> dict[str, Any]:
    text = row["value"] or (plain(Decimal(row["number_milli"]) / 1000) if row["number_milli"] is not None else "")
    shown = iso_day(row["value_on"]) if row["value_on"] is not None else text
    dated = {"as_of": iso_day(row["observed_on"]), "source": row["source"]}
    return {"fact": row["fact"], "value": shown, **dated, "hindsight": bool(row["hindsight"])}


def _share(share: Share) -> dict[str, Any]:
    """One dimension down to its signals; who stands behind a signal is in the timeline."""
    parts = [{"name": part.name, "shown": part.shown, "why": part.why} for part in share.parts]
    return {"name": share.name, "shown": share.shown, "why": share.why, "parts": parts}


def _verdicts(said: Explanation) -> Iterator[dict[str, Any]]:
    for answer in said.verdicts.values():
        if answer.asked:
            applied = answer.needed_to_stay if answer.stays and not answer.enters else answer.needed_to_enter
            yield {
                "condition": answer.condition.name,
                "question": question(answer),
                "seen": value(answer, answer.seen),
                "needed": value(answer, applied),
                "holds": answer.enters or answer.stays,
            }


def _act(one: Occasion, members: Mapping[int, Member]) -> dict[str, Any]:
    member = members.get(one.person_id)
    who = member.person if member else one.visitors if one.person_id == 0 else "somebody"
    what = {"what": did(one), "kind": one.kind, "signal": one.signal, "times": one.times, "about": one.about}
    return {"day": iso_day(one.day), "who": who, "title": member.title if member else "", **what}


def _committee(said: Explanation, people: Mapping[int, Row]) -> Iterator[dict[str, Any]]:
    titles = {row["person_key"]: row["title"] for row in people.values()}
    for role in said.roles:
        there = [
            {"person": person, "title": titles.get(person, ""), "state": state}
            for state in ("engaged", "seen", "known")
            for person in getattr(role, state)
        ]
        if role.name != WITHOUT_ROLE or there:
            yield {"role": role.name, "required": role.required, "state": role.state, "people": there}


def _topic(row: Row, surges: Iterable[Surge]) -> dict[str, Any]:
    """What one provider saw of a topic last, and the week that made the topic surge."""
    surge = next((one for one in surges if one.topic == row["topic"]), None)
    by = surge and {"provider": surge.provider, "week": iso_day(surge.week), "strength": tenths(surge.strength)}
    return {
        **{name: row[name] for name in ("topic", "provider")},
        "week": iso_day(row["week"]),
        "strength": tenths((row["strength_milli"] or 0) * 1000),
        **{name: row[name] for name in ("counted", "counted_before", "days_before")},
        "surging": surge is not None,
        "surge": by,
    }


def _freshness(known: Known, said: Explanation) -> dict[str, Any]:
    last = said.score["evidence_age"]
    return {
        "as_of": iso_day(known.as_of),
        "known_at": iso_day(known.known_at),
        "run": known.run_id,
        "last_act": iso_day(known.as_of - last) if last is not None else None,
        "sources": dict(sorted(known.sources.items())),
        "scores": state_of(known.ages),
        "late": [age_words(one) for one in known.ages if one.state != "complete"],
        **({"refreshed_at": known.refreshed_at} if known.refreshed_at else {}),
    }
