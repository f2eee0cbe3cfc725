"""What lies ahead of an account, on the screen: when its level ends, what would be enough, and what would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mqa.answers.ending import AHEAD, Ending
from mqa.cli.printing import say, section
from mqa.explain.would import Way, WhatWould, entered, falls_out
from mqa.terms.durations import date_of


@dataclass(frozen=True)
class Ahead:
    """When its level ends without new acts (None: it has none), and what would make it qualify (None: it does)."""

    ends: Ending | None
    would: WhatWould | None


def tell_ahead(ahead: Ahead) -> None:
    """Prints it."""
    if ends := ahead.ends:
        section("If nobody did more")
        say(f"  {falls_out(ends.level, ends.on, ends.to, rises=ends.rises, ahead=AHEAD)}")
    if (would := ahead.would) is None:
        return
    section(f"What would, from {date_of(would.from_day).isoformat()} on")
    if would.alone:
        say(f"  nothing more is needed: {entered(would.alone)}")
    for sentence in would.why_none:
        say(f"  {sentence}")
    for way in would.enough:
        say(f"  if {way.words}: {entered(way)}")
    _not_enough(would.not_enough)
    if would.tried:
        say(f"  {would.tried}", quiet=True)


def _not_enough(ways: Sequence[Way]) -> None:
    if ways:
        section("What would not be enough")
    for way in ways:
        say(f"  {way.words}")
