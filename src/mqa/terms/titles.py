"""The departments and seniorities a title can show, and the class of a person that both make with a committee role."""

from __future__ import annotations

DEPARTMENTS = (
    "none",
    "executive",
    "finance",
    "information technology",
    "security",
    "engineering",
    "data",
    "legal",
    "operations",
    "purchasing",
    "marketing",
    "sales",
    "human resources",
    "product",
    "customer support",
    "consulting",
    "administration",
)
SENIORITIES = ("none", "junior", "senior", "lead", "manager", "director", "vice president", "chief")


def class_number(role: int, department: int, seniority: int) -> int:
    """The class of a person: committee role (0: none), place in DEPARTMENTS, place in SENIORITIES.

    >>> class_number(2, 4, 7)
    20407
    """
    return role * 10_000 + department * 100 + seniority


def weighing_number(role: int, weighing: int) -> int:
    """What decides how much a person's acts weigh: the committee role, and the weighing of the title (0: none).

    >>> weighing_number(2, 4)
    2004
    """
    return role * 1_000 + weighing
