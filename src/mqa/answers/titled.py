"""How a person's title is read: the committee role by each definition, department and seniority, how sure, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mqa.identity.readings import reason
from mqa.identity.roles import role_reading
from mqa.identity.titles import department_and_seniority
from mqa.reading import Row
from mqa.terms.rules import Role


def read(title: str, set_role: str, roles: Mapping[str, Sequence[Role]]) -> list[Row]:
    """What a title (or a role that was set) says, each with its confidence (0 to 1) and why; what it does not say is
    left out. `roles`: of each definition, by its name.

    >>> read("Einkäuferin", "", {})
    [{'what': 'department', 'says': 'purchasing', 'confidence': 0.8, 'why': '“einkauferin” weighs 4 for purchasing'}]
    """
    found = []
    for definition, some in roles.items():
        role = role_reading(title, set_role, some)
        if role.role:
            name = some[role.role - 1].name
            found.append(_row(f"role in {definition}", name, role.confidence, role.reason))
    for what, one in zip(("department", "seniority"), department_and_seniority(title), strict=True):
        if one.evidence:
            found.append(_row(what, one.says, one.confidence, reason(one)))
    return found


def _row(what: str, says: str, confidence: float, why: str) -> Row:
    return {"what": what, "says": says, "confidence": confidence, "why": why}
