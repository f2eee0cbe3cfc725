"""Who must be there: the roles of the buying committee, and the old measure of single people beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import Notes, Reader, Shape, fields, many, name_of, named
from mqa.definition.parts.values import HIGHEST_SUM, day, flag, given, number, texts
from mqa.terms.documents import Node, Text
from mqa.terms.rules import Mql, Role

ROLE: Shape = {"titles": texts, "weight": number(0, 100), "required": flag}


def _role(name: Text, node: Node, notes: Notes) -> Role | None:
    """One role; nobody is required and every act counts in full unless the file says otherwise."""
    said: dict[str, Any] = {"weight": Decimal(1), "required": False} | fields(node, ROLE, notes, needed=["titles"])
    return Role(name.value, place=name.place, **said) if "titles" in said else None


committee = named(_role)


def mql(names: Names) -> Reader[Mql]:
    """A reader of the section `mql`."""
    shape: Shape = {
        "points_at_least": given(number(0, HIGHEST_SUM, above=True), names.places),
        "roles": many(name_of("role", names.roles)),
        "report_until": day,
    }

    def read(node: Node, notes: Notes) -> Mql | None:
        said = fields(node, shape, notes, needed=["points_at_least"])
        return Mql(**said) if "points_at_least" in said else None

    return read
