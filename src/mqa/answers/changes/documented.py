"""What moved scores, for programs: exact in millionths of 0-100, days as dates, names beside numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from mqa.answers.changes.accounts import AllChanges, Changes
from mqa.answers.changes.causes import CAUSES, Between, Day
from mqa.answers.documented import share_document
from mqa.explain.changes import Became, Because, Moved
from mqa.explain.numbers import one_decimal
from mqa.terms.durations import iso_day


def document(between: Between, one: Changes) -> dict[str, Any]:
    """What moved the scores of one account, and what each cause was made of, as one JSON object."""
    return _days(between) | _account(one) | {"because": [_because(cause, one) for cause in one.because]}


def list_document(found: AllChanges) -> dict[str, Any]:
    """What moved the scores of the accounts that moved most."""
    counts = {"by": found.by, "in_all": found.in_all, "moved": found.moved}
    return _days(found.between) | counts | {"accounts": [_account(one) for one in found.accounts]}


def _days(between: Between) -> dict[str, Any]:
    name = between.until.definition.name
    return {"definition": name, "since": _day(between.since), "until": _day(between.until), "causes": CAUSES}


def _day(day: Day) -> dict[str, Any]:
    return {
        "as_of": iso_day(day.as_of),
        "known_at": iso_day(day.known_at),
        "version": day.agreement.version,
    }


def _account(one: Changes) -> dict[str, Any]:
    changes = [{**asdict(step), "day": iso_day(step.day)} for step in one.levels.changes]
    return {
        "account": asdict(one.account),
        "level": {"was": one.levels.was, "now": one.levels.now, "changes": changes},
        "scores": [_score(moved) for moved in one.scores],
    }


def _score(moved: Moved) -> dict[str, Any]:
    was, *parts = moved.shown
    return {
        "score": moved.score,
        "topic": moved.topic,
        "was_micro": moved.was,
        "now_micro": moved.now,
        "moved_micro": dict(zip(CAUSES, moved.parts, strict=True)),
        "was": one_decimal(was),
        "now": one_decimal(was + sum(parts)),
        "moved": dict(zip(CAUSES, map(one_decimal, parts), strict=True)),
    }


def _because(one: Because, of: Changes) -> dict[str, Any]:
    return {
        "cause": one.cause,
        "engagement": share_document(one.engagement, of.people),
        "product": share_document(one.product, of.people),
        "fit": _became(one.criteria),
        "facts": _became(one.facts),
        "people": _became(one.people),
        "places": _became(one.places),
        "rules": [{"section": rule.section, "name": rule.name, "words": rule.words} for rule in one.rules],
    }


def _became(some: Sequence[Became]) -> list[dict[str, Any]]:
    return [{"name": one.name, "was": one.was, "now": one.now, "moved_micro": one.moved} for one in some]
