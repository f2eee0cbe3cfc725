"""Why an account stands elsewhere under another definition: the conditions that are met under one of them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mqa.definition.rows.conditions import layers
from mqa.explain.conditions import Answer, value
from mqa.terms.rules import Definition

NOT_ASKED = "not asked"
YES_OR_NO = {"yes", "no"}


@dataclass(frozen=True)
class Deciding:
    """A condition that one definition answers otherwise than the other on a day: what was seen and what is needed."""

    condition: str
    on: int
    was_seen: str
    was_needed: str
    was_holds: bool
    now_seen: str
    now_needed: str
    now_holds: bool

    @property
    def words(self) -> str:
        """`Engaged: has 57.3, needs 60.0 → 55.0`; what is the same on both sides is said once."""
        if self.was_seen == NOT_ASKED:
            return f"{self.condition}: {_said_of(self.now_seen, self.now_needed, self.now_holds)}, not asked before"
        if self.now_seen == NOT_ASKED:
            return f"{self.condition}: {_said_of(self.was_seen, self.was_needed, self.was_holds)}, not asked any more"
        if {self.was_needed, self.now_needed} <= YES_OR_NO:
            return f"{self.condition}: {_holds(self.was_holds)} → {_holds(self.now_holds)}"
        seen, needed = _both(self.was_seen, self.now_seen), _both(self.was_needed, self.now_needed)
        return f"{self.condition}: has {seen}, needs {needed}"


def deciding(
    was: tuple[Definition, Mapping[str, Answer]],
    now: tuple[Definition, Mapping[str, Answer]],
    level: str,
    *,
    on: int,
    staying: bool,
) -> tuple[Deciding, ...]:
    """The conditions of a level that are met on a day under one of two definitions alone, with both answers.

    Simple conditions where any decides, else the composite ones nearest to them. `level`: as either calls it;
    `staying`: asked as of one who stands there, else as of one who would enter.
    """
    before, after = (asked(definition, level) for definition, _ in (was, now))
    found: dict[int, list[Deciding]] = {}
    for name in dict.fromkeys((*before, *after)):
        answers = (was[1].get(name) if name in before else None, now[1].get(name) if name in after else None)
        one = _deciding(name, *answers, on=on, staying=staying)
        if one.was_holds != one.now_holds:
            found.setdefault(max(before.get(name, 0), after.get(name, 0)), []).append(one)
    return tuple(found[min(found)]) if found else ()


def asked(definition: Definition, level: str) -> dict[str, int]:
    """The names of the conditions that a level asks, however deep, each with its layer (0: a simple one).

    None where there is no such level.
    """
    parts = {condition.name: condition.parts for condition in definition.conditions}
    layer = layers(definition)
    names = [one.when for one in definition.levels if level in (one.name, *one.formerly)]
    for name in names:  # grows while it is read
        names.extend(part for part in parts[name] if part not in names)
    return {name: layer[name] for name in names}


def _deciding(name: str, was: Answer | None, now: Answer | None, *, on: int, staying: bool) -> Deciding:
    return Deciding(name, on, *_said(was, staying), *_said(now, staying))


def _said(answer: Answer | None, staying: bool) -> tuple[str, str, bool]:
    """What was seen, what is needed, and whether it holds; what nobody asks holds."""
    if answer is None or not answer.asked:
        return NOT_ASKED, NOT_ASKED, True
    needed = answer.needed_to_stay if staying else answer.needed_to_enter
    return value(answer, answer.seen), value(answer, needed), answer.stays if staying else answer.enters


def _said_of(seen: str, needed: str, holds: bool) -> str:
    return _holds(holds) if needed in YES_OR_NO else f"has {seen}, needs {needed}"


def _both(was: str, now: str) -> str:
    return was if was == now else f"{was} → {now}"


def _holds(holds: bool) -> str:
    return "yes" if holds else "no"


def first_deciding(found: Sequence[tuple[Deciding, ...]]) -> tuple[Deciding, ...]:
    """The first of some days, in the order given, on which anything decides; nothing where nothing does."""
    return next((some for some in found if some), ())
