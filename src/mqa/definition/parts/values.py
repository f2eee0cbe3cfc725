"""What one value of a definition may be: a text, a number in its range, a duration, a date, a choice."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from mqa.definition.parts.structure import Known, Notes, Reader, fields, form, many
from mqa.terms.blanks import A_TEXT, Blank, pattern_of
from mqa.terms.documents import Mapping, Node, Text, did_you_mean, quoted
from mqa.terms.durations import EARLIEST, LATEST, WRITTEN, days_in
from mqa.terms.rules import Given

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)
PERCENT = re.compile(r"\d{1,15}(\.\d{1,6})? ?%", re.ASCII)
LONGEST_TEXT = 200
LONGEST_WINDOW, LONGEST_AGE = 3_650, 36_500  # days: of acts, of facts
HIGHEST_POINTS = 100_000
HIGHEST_SUM = 1_000_000  # benchmarks and caps, in points: in millionths, times a million, they stay within 64 bits


def text(node: Node, notes: Notes) -> str | None:
    """One line of text."""
    if isinstance(node, Blank):
        node.asks(**A_TEXT, minLength=1, maxLength=LONGEST_TEXT)
        return None
    if isinstance(node, Text) and 0 < len(node.value.strip()) and len(node.value) <= LONGEST_TEXT:
        return node.value.strip()
    notes.refuse(node, f"a text of 1 to {LONGEST_TEXT} letters", "Write one text.")
    return None


def topic(node: Node, notes: Notes) -> str | None:
    """One topic, of research or content; compared in lower case."""
    written = text(node, notes)
    return written.lower() if written else None


def number(low: int, high: int, *, above: bool = False, below: bool = False, whole: bool = False) -> Reader[Decimal]:
    """A reader of numbers from `low` (or above it) to `high` (or below it), with at most six decimals."""
    kind = "whole number" if whole else "number"
    allowed = f"a {kind} above {low:,} and at most {high:,}" if above else f"a {kind} from {low:,} to {high:,}"
    allowed = f"a {kind} from {low:,} to below {high:,}" if below else allowed

    def read(node: Node, notes: Notes) -> Decimal | None:
        if isinstance(node, Blank):
            lowest, highest = "exclusiveMinimum" if above else "minimum", "exclusiveMaximum" if below else "maximum"
            node.asks(**{"type": "integer" if whole else "number", lowest: low, highest: high})
            return None
        if isinstance(node, Text) and PERCENT.fullmatch(node.value.strip()):
            plain = f"{Decimal(node.value.strip().rstrip('% ')) / 100:f}" if high <= 1 else "it without the sign"
            notes.refuse(node, f"a {kind}", f"Write {plain}: percentages are not read.")
            return None
        if not isinstance(node, Text) or not NUMBER.fullmatch(node.value.strip()):
            notes.refuse(node, f"a {kind}", f"Write {allowed}; decimals follow a point, at most six of them.")
            return None
        value = Decimal(node.value.strip())
        outside = not low <= value <= high or (above and value == low) or (below and value == high)
        if not outside and not (whole and value != int(value)):
            return value
        share = (
            f"Write {value / 100:f} for {value:f} percent." if high == 1 and 2 <= value <= 100 else f"Write {allowed}."
        )
        notes.refuse(node, allowed, share)
        return None

    return read


share = number(0, 1)
score = number(0, 100)


def count(low: int, high: int) -> Reader[int]:
    """A reader of whole numbers from `low` to `high`."""
    whole = number(low, high, whole=True)

    def read(node: Node, notes: Notes) -> int | None:
        value = whole(node, notes)
        return None if value is None else int(value)

    return read


def given(one: Reader[Decimal], places: Known) -> Reader[Given]:
    """A reader of one number, or of `{ default: 30, Enterprise: 40 }`; `places` are segments and tiers."""
    shape = {"default": one} | dict.fromkeys(places, one)

    def read(node: Node, notes: Notes) -> Given | None:
        if isinstance(node, Blank):
            by_name = {"properties": {"default": form(one)}, "required": ["default"], "additionalProperties": form(one)}
            node.asks(anyOf=[form(one), {"type": "object", **by_name}])
            return None
        if not isinstance(node, Mapping):
            value = one(node, notes)
            return None if value is None else Given(value)
        its_own = notes.of(f"{notes.whose}: {quoted(notes.key)}")
        numbers = fields(node, shape, its_own, needed=["default"], kind="segment or tier")
        default = numbers.pop("default", None)
        return None if default is None else Given(default, tuple(numbers.items()))

    return read


def days(least: int = 1, most: int = LONGEST_WINDOW) -> Reader[int]:
    """A reader of durations in whole days, from `least` to `most` days."""
    allowed = f"a duration of {least} to {most:,} days"

    def read(node: Node, notes: Notes) -> int | None:
        if isinstance(node, Blank):
            told = f"{allowed.capitalize()}, such as 14 days."
            node.asks(type="string", pattern=pattern_of(WRITTEN.pattern), description=told)
            return None
        value = days_in(node.value) if isinstance(node, Text) else None
        if value is not None and least <= value <= most:
            return value
        notes.refuse(
            node, "a duration" if value is None else allowed, f"Write {allowed}, such as “14 days” or “2 weeks”."
        )
        return None

    return read


def weeks(node: Node, notes: Notes) -> int | None:
    """A duration of whole weeks, in days."""
    value = days(7)(node, notes)
    if value is None or value % 7 == 0:
        return value
    below = value // 7 * 7
    notes.refuse(node, "whole weeks", f"Write “{below} days” or “{below + 7} days”: research is told by the week.")
    return None


def day(node: Node, notes: Notes) -> str | None:
    """A date as written, 2026-07-01."""
    if isinstance(node, Blank):
        node.asks(type="string", pattern=r"^\d{4}-\d{2}-\d{2}$", description="A date, such as 2026-07-01.")
        return None
    written = node.value.strip() if isinstance(node, Text) else ""
    try:
        if len(written) == 10 and EARLIEST <= date.fromisoformat(written) < LATEST:
            return written
    except ValueError:
        pass
    notes.refuse(node, "a date", f"Write it as 2026-07-01, between {EARLIEST.year} and {LATEST.year}.")
    return None


def choice(*words: str) -> Reader[str]:
    """A reader of one of these words."""

    def read(node: Node, notes: Notes) -> str | None:
        if isinstance(node, Blank):
            node.asks(enum=[*words, *(word == "true" for word in words if word in ("true", "false"))])
            return None
        if isinstance(node, Text) and node.value in words:
            return node.value
        written = node.value if isinstance(node, Text) else ""
        listed = f"Choose from: {', '.join(words)}."
        notes.refuse(node, "a word that may stand here", did_you_mean(written, words) or listed)
        return None

    return read


def flag(node: Node, notes: Notes) -> bool | None:
    """Yes or no."""
    said = choice("true", "false", "yes", "no")(node, notes)
    return None if said is None else said in ("true", "yes")


def written_as(pattern: str, what: str, example: str) -> Reader[str]:
    """A reader of texts of one form, such as `monday 08:00`."""
    whole = re.compile(pattern, re.ASCII)

    def read(node: Node, notes: Notes) -> str | None:
        if isinstance(node, Blank):
            node.asks(type="string", pattern=pattern_of(pattern), description=f"{what.capitalize()}: {example}.")
            return None
        if isinstance(node, Text) and whole.fullmatch(node.value.strip()):
            return node.value.strip()
        notes.refuse(node, what, f"Write it as {example}.")
        return None

    return read


texts = many(text)
