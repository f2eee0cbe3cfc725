"""What happens next: which levels go to sales, by which routes, by when, and what sales may answer."""

from __future__ import annotations

from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import Notes, Reader, Shape, fields, form, many, name_of, named, section
from mqa.definition.parts.values import choice, count, days, number, share, text, texts, written_as
from mqa.terms.blanks import Blank
from mqa.terms.cadences import DAILY
from mqa.terms.documents import Items, Node, Text, quoted
from mqa.terms.rules import Calibration, Route

cadence = written_as(
    DAILY,
    "a time to hand off",
    "“monday 08:00”, “biweekly monday 08:00” or “daily 08:00”",
)
respond_within = written_as(
    r"[1-9]\d{0,3} (working )?(hour|day)s?", "a time to answer in", "“24 hours”, “4 working hours” or “1 working day”"
)
multiple = number(0, 100, above=True)
SLA: Shape = {"remind_at": multiple, "escalate_at": multiple, "reclaim_at": multiple, "escalate_to": text}
ANSWERS = ("accepted", "deferred", "rejected")
CAUSES = ("fit", "timing", "people", "data")  # each feeds a part of the calibration
REASONS: Shape = dict.fromkeys(CAUSES, texts)


def handoff(names: Names) -> Reader[dict[str, object]]:
    """A reader of the section `handoff`, as fields of a Handoff."""
    level = many(name_of("level", names.levels))
    shape: Shape = {"levels": level, "cadence": cadence, "at_once": level}

    def read(node: Node, notes: Notes) -> dict[str, object]:
        said = fields(node, shape, notes)
        for waiting in sorted(set(said.get("at_once", ())) - set(said.get("levels", ()))):
            what = f"{quoted(waiting)} is to be handed off at once, but is not among the levels that are handed off."
            notes.add(section(node, "at_once").place, what, "Add it to “levels”, or remove it here.")
        return said

    return read


def routes(names: Names) -> Reader[tuple[Route, ...]]:
    """A reader of the routes, in the order in which the first match wins."""
    where: Shape = {
        "tier": name_of("tier", names.tiers),
        "segment": name_of("segment", names.segments),
        "level": name_of("level", names.levels),
    }
    shape: Shape = {
        "where": lambda node, notes: fields(node, where, notes),
        "to": text,
        "respond_within": respond_within,
    }

    def one(name: Text, node: Node, notes: Notes) -> Route | None:
        said = fields(node, shape, notes, needed=shape)
        if len(said) < len(shape):
            return None
        matched = dict.fromkeys(where, "") | said.pop("where")
        return Route(name.value, place=name.place, **matched, **said)

    return named(one)


def sla(node: Node, notes: Notes) -> dict[str, object]:
    """The section `sla`, as fields of a Handoff; its steps come one after the other."""
    said = fields(node, SLA, notes)
    steps = [key for key in ("remind_at", "escalate_at", "reclaim_at") if key in said]
    if [said[step] for step in steps] != sorted(said[step] for step in steps):
        mend = "Let the numbers rise: remind, then escalate, then reclaim."
        notes.add(node.place, "sla reminds, escalates and reclaims in another order.", mend)
    return said


def dispositions(node: Node, notes: Notes) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What sales may answer: (disposition, what the reasons tell, reasons); no reasons are written `[]`."""
    shape: Shape = dict.fromkeys(ANSWERS, _reasons)
    said = fields(node, shape, notes)
    return tuple((answer, *reasons) for answer, given in said.items() for reasons in given)


def _reasons(node: Node, notes: Notes) -> list[tuple[str, tuple[str, ...]]]:
    """The reasons of one answer, by what they tell."""
    if isinstance(node, Blank):
        node.asks(anyOf=[{"type": "array", "maxItems": 0}, form(lambda node, notes: fields(node, REASONS, notes))])
        return []
    if node == Items(()):
        return [("", ())]
    return list(fields(node, REASONS, notes).items())


def calibration(node: Node, notes: Notes) -> Calibration:
    """The section `calibration`."""
    goal: Shape = {"outcome": choice("opportunity", "won"), "within": days()}
    capacity: Shape = {
        "reps": count(1, 100_000),
        "handoffs_per_rep": count(1, 100_000),
        "each": choice("week", "month", "quarter"),
    }
    shape: Shape = {
        "goal": lambda node, notes: fields(node, goal, notes),
        "capacity": lambda node, notes: fields(node, capacity, notes),
        "accepted_at_least": share,
        "propose": choice("weekly", "monthly", "quarterly", "yearly"),
    }
    said = fields(node, shape, notes)
    return Calibration(**said.pop("goal", {}), **said.pop("capacity", {}), **said)
