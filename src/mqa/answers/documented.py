"""An explanation for programs: shares exact in millionths of 0-100, days as dates, names beside numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mqa.answers.data import age_documents
from mqa.answers.ending import Ending
from mqa.answers.evidence import Evidence, person_names
from mqa.explain.account import Explanation
from mqa.explain.committee_numbers import committee_numbers
from mqa.explain.committee_numbers import document as numbers_document
from mqa.explain.conditions import question
from mqa.explain.contacts import contacts
from mqa.explain.numbers import one_decimal
from mqa.explain.shares import Share
from mqa.explain.would import Way, WhatWould
from mqa.terms.durations import date_of
from mqa.terms.freshness import SourceAge, state_of
from mqa.terms.rules import Definition


def document(
    found: Evidence,
    said: Explanation,
    definition: Definition,
    version: str,
    family: Sequence[Mapping[str, Any]] = (),
    ages: Sequence[SourceAge] = (),
) -> dict[str, Any]:
    """Everything that is known of an account on a day, as one JSON object.

    `family`: see `mqa.answers.families`; `ages`: how old each source was, by the run of the day if there is one.
    """
    people = person_names(found)
    return {
        "account": {**asdict(found.account), "aliases": found.aliases},
        "family": [{**one, "since": date_of(one["since"]).isoformat()} for one in family],
        "definition": definition.name,
        "version": version,
        "as_of": date_of(found.as_of).isoformat(),
        "known_at": date_of(found.known_at).isoformat(),
        "run": found.run_id,
        "freshness": {"scores": state_of(ages), "sources": age_documents(ages)},
        "level": said.level,
        "since": date_of(said.since).isoformat() if said.since is not None else None,
        "stage": said.stage,
        "segment": said.segment,
        "tier": said.tier,
        "grade": said.grade,
        "buying_stage": said.buying_stage,
        "surging_topics": said.topics,
        "surges": [{**asdict(one), "week": date_of(one.week).isoformat()} for one in said.surges],
        "scores": {key: number for key, number in said.score.items() if key not in ("as_of", "account_id")},
        "fit": [asdict(line) for line in said.fit],
        "engagement": share_document(said.engagement, people),
        "product": share_document(said.product, people),
        "verdicts": [
            {
                "condition": answer.condition.name,
                "kind": answer.condition.kind,
                "asks": question(answer) if answer.asked else "",
                "asked": answer.asked,
                "unit": answer.unit,
                "seen": answer.seen,
                "needed_to_enter": answer.needed_to_enter,
                "needed_to_stay": answer.needed_to_stay,
                "enters": answer.enters,
                "stays": answer.stays,
            }
            for answer in said.verdicts.values()
        ],
        "why_not": [{**asdict(level), "in_short": level.in_short} for level in said.higher],
        "committee": [{**asdict(role), "state": role.state} for role in said.roles],
        "contacts": contacts(found.tables, found.people, definition),
        "committee_numbers": numbers_document(committee_numbers(found.tables, said.score["segment"], said.segment)),
        "history": [{**asdict(step), "day": date_of(step.day).isoformat()} for step in said.history],
    }


def ahead_document(ending: Ending | None, would: WhatWould | None) -> dict[str, Any]:
    """What lies ahead of an account: when its level ends, and what would make it qualify."""
    return {
        "ends": {**asdict(ending), "on": _day(ending.on)} if ending else None,
        "what_would": {
            "from": _day(would.from_day),
            "enters_alone": _way(would.alone) if would.alone else None,
            "enough": [_way(way) for way in would.enough],
            "not_enough": [_way(way) for way in would.not_enough],
            "why_none": would.why_none,
            "tried": would.tried,
        }
        if would
        else None,
    }


def _way(way: Way) -> dict[str, Any]:
    parts = [{"is": type(part).__name__.lower(), **asdict(part)} for part in way.change.parts]
    return {"words": way.words, "level": way.level, "on": _day(way.on), "effort": way.change.effort, "parts": parts}


def _day(day: int | None) -> str | None:
    return None if day is None else date_of(day).isoformat()


def share_document(share: Share, people: Mapping[int, str]) -> dict[str, Any]:
    """A part of a score and all that it is made of; `people`: what they are called by, by number."""
    occasions = [
        {
            **asdict(occasion),
            "day": date_of(occasion.day).isoformat(),
            "known_on": date_of(occasion.known_on).isoformat(),
            "person": people.get(occasion.person_id),
        }
        for occasion in share.occasions
    ]
    return {
        "name": share.name,
        "share_micro": share.share,
        "shown": one_decimal(share.shown),
        "why": share.why,
        "parts": [share_document(part, people) for part in share.parts],
        "acts": occasions,
    }
