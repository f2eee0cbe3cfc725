"""What we do when it is enough: levels, and what keeps accounts from flickering between them."""

from __future__ import annotations

from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import NamedReader, Notes, Reader, Shape, fields, many, name_of, named, section
from mqa.definition.parts.values import choice, days, share, text
from mqa.terms.documents import Node, Text, quoted
from mqa.terms.rules import Level, Stability

COOLDOWN: Shape = dict.fromkeys(("rejected", "deferred", "expired"), days(least=0))


def stability(node: Node, notes: Notes) -> Stability:
    """The section `stability`."""
    shape: Shape = {
        "enter_after": days(least=0),
        "leave_at": share,
        "stay_at_least": days(least=0),
        "expire_after": days(),
        "cooldown": lambda node, notes: fields(node, COOLDOWN, notes),
    }
    said = fields(node, shape, notes)
    cooldown = {f"cooldown_{after}": value for after, value in said.pop("cooldown", {}).items()}
    return Stability(**said, **cooldown)


def levels(names: Names, default_enter_after: int) -> Reader[tuple[Level, ...]]:
    """A reader of the levels, the strongest response last."""
    return named(_level(names, default_enter_after))


def _level(names: Names, default_enter_after: int) -> NamedReader[Level]:
    """A reader of one level."""
    shape: Shape = {
        "when": name_of("condition", names.conditions),
        "stage": choice("none", "account of interest", "MQA", "PQA"),
        "action": text,
        "enter_after": days(least=0),
        "formerly": many(text),
    }
    needed = ("when", "stage", "action")

    def read(name: Text, node: Node, notes: Notes) -> Level | None:
        said = {"enter_after": default_enter_after} | fields(node, shape, notes, needed=needed)
        for former in said.get("formerly", ()):
            if former in names.levels:
                what = f"{notes.whose} was formerly {quoted(former)}, which is a level of today."
                notes.add(section(node, "formerly").place, what, "Name only levels that this definition has no more.")
        return Level(name.value, place=name.place, **said) if set(needed) <= set(said) else None

    return read
