"""Blanks: what a reader would take, learned by letting it read a blank.

A reader of a person's file that is handed a blank writes on it what may stand there, as JSON Schema, and finds nothing
to read. So the schema of a file is what its readers say, and there is no second truth beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mqa.terms.documents import Node, Text

Form: TypeAlias = dict[str, Any]  # a JSON Schema
A_TEXT: Form = {"type": ["string", "number", "boolean"]}  # what an editor takes for a number or a date is a text to us


@dataclass(frozen=True)
class Blank(Text):
    """An empty text that takes down what could have stood in its place."""

    value: str = ""
    form: Form = field(default_factory=dict, compare=False)

    def asks(self, **form: Any) -> None:
        """Note what may stand here; what was noted last holds."""
        self.form.update(form)

    def may_repeat(self) -> None:
        """Note that a list of what was noted so far may stand here too."""
        one = dict(self.form)
        self.form.clear()
        self.asks(anyOf=[one, {"type": "array", "items": one}])


def asks(node: Node | None, **form: Any) -> None:
    """Note on a blank what may stand there; anything else is left alone."""
    if isinstance(node, Blank):
        node.asks(**form)


def form_of(read: Callable[[Blank], object]) -> Form:
    """What a reader would take."""
    blank = Blank()
    read(blank)
    return blank.form


def pattern_of(written: str) -> str:
    """A pattern of ours, for the whole text, as editors read it: they know no names of groups."""
    return f"^({re.sub(r'[?]P<[a-z]+>', '?:', written)})$"


def exactly_one(keys: Iterable[str]) -> list[Form]:
    """The forms of mappings that have exactly one of these keys, for `oneOf`."""
    return [{"required": [key]} for key in keys]


def list_of(one: Form, least: int = 1) -> list[Form]:
    """A list, or a single value that stands for a list of one, for `anyOf`."""
    return [one, {"type": "array", "items": one, "minItems": least, "uniqueItems": True}]
