"""Questions to one fact of an account, `{ fact: employees, at_least: 200 }`, each with exactly one operator."""

from __future__ import annotations

from collections import abc
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args

from mqa.definition.parts.lists import Lists, listed
from mqa.definition.parts.structure import Known, Notes, Reader, Shape, fields, form, keys, offered, section
from mqa.definition.parts.values import LONGEST_AGE, choice, days, number, text, texts
from mqa.terms.blanks import Blank, asks, exactly_one
from mqa.terms.documents import Items, Node, Text, quoted
from mqa.terms.rules import Operator, Test

FIT_GRADE = "fit_grade"  # what tiers may ask like a fact
amount = number(-(10**12), 10**12)


def _range(node: Node, notes: Notes) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range, the lower first."""
    if isinstance(node, Blank):
        node.asks(type="array", items=form(amount), minItems=2, maxItems=2)
        return None
    written = node.values if isinstance(node, Items) else ()
    ends = [end for value in written if (end := amount(value, notes)) is not None]
    if len(ends) == len(written) == 2 and ends[0] <= ends[1]:
        return ends[0], ends[1]
    if len(ends) == len(written):
        notes.refuse(node, "two numbers, the lower one first", "Write them as [1000, 10000].")
    return None


def plain(values: abc.Iterable[str]) -> tuple[str, ...]:
    """Texts as facts are compared: lower case, trimmed, each once, in one order."""
    return tuple(sorted({value.strip().lower() for value in values}))


OPERATORS: Shape = {
    "any_of": texts,
    "has_any": texts,
    "listed_in": text,
    "at_least": amount,
    "at_most": amount,
    "between": _range,
    "within": days(most=LONGEST_AGE),
    "known": choice("true"),
}
ANSWERS: abc.Mapping[Operator, Callable[[Any], dict[str, Any]]] = {
    "any_of": lambda values: {"values": plain(values)},
    "has_any": lambda values: {"values": plain(values)},
    "at_least": lambda low: {"low": low},
    "at_most": lambda high: {"high": high},
    "between": lambda ends: {"low": ends[0], "high": ends[1]},
    "within": lambda age: {"days": age},
    "known": lambda _: {},
}
KEYS: Shape = {"fact": text, **OPERATORS}


def fact_test(lists: Lists, grades: Known) -> Reader[Test]:
    """A reader of one question to a fact; `grades` are those that `fact: fit_grade` may ask for."""

    def read(node: Node, notes: Notes) -> Test | None:
        said = fields(node, KEYS, notes, needed=["fact"])
        return test_of(node, said, notes, lists=lists, grades=grades)

    return read


def test_of(node: Node, said: dict[str, Any], notes: Notes, *, lists: Lists, grades: Known) -> Test | None:
    """The question in a mapping whose keys have been read as `said`."""
    asks(node, oneOf=exactly_one(OPERATORS))
    asked: list[Operator] = [operator for operator in get_args(Operator) if operator in keys(node)]
    if len(asked) != 1:
        _note_operators(node, asked, notes)
        return None
    operator = asked[0]
    if operator not in said or "fact" not in said:
        return None
    if said["fact"] == FIT_GRADE and not _asks_grades(section(node, operator), operator, notes, grades):
        return None
    if operator == "listed_in":
        values = listed(said[operator], section(node, operator).place, notes, lists=lists, fact=said["fact"])
        answer = {"values": plain(values), "listed_in": said[operator]}
    else:
        answer = ANSWERS[operator](said[operator])
    return Test(said["fact"], operator, place=node.place, **answer)


def _note_operators(node: Node, asked: list[Operator], notes: Notes) -> None:
    """Note that a question asks nothing, or several things at once; an unknown key has been noted already."""
    if asked:
        listing = " and ".join(quoted(key) for key in asked)
        mend = "For a range write “between: [low, high]”; else make two entries of it."
        notes.add(node.place, f"{notes.whose} asks {listing} of one fact at once.", mend)
    elif set(keys(node)) <= {"fact", "points"} and keys(node):
        notes.add(node.place, f"{notes.whose} asks nothing of the fact.", f"Add one of: {', '.join(OPERATORS)}.")


def _asks_grades(node: Node, operator: str, notes: Notes, grades: Known) -> bool:
    """Whether a question to the fit grade asks for grades of this definition."""
    if not grades:
        what = f"{notes.whose} asks for the fit grade, which only the facts of tiers may do."
        notes.add(node.place, what, "Ask another fact; a condition asks for it with “fit_grade: [A, B]”.")
    elif operator != "any_of":
        notes.add(node.place, f"{notes.whose} asks {quoted(operator)} of the fit grade.", "Write “any_of: [A, B]”.")
    written = node.values if isinstance(node, Items) else (node,)
    wrong = [grade for grade in written if isinstance(grade, Text) and grade.value not in grades]
    for grade in wrong if grades and operator == "any_of" else ():
        what = f"{notes.whose} asks for {quoted(grade.value)}, which is not a grade."
        notes.add(grade.place, what, offered(grade.value, "grade", grades))
    return bool(grades) and operator == "any_of" and not wrong
