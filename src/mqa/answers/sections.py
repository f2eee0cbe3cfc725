"""What a section of the dashboard is made of: a question, a sentence, a table, charts, and links to the accounts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from mqa.answers.figures import Filled, asked
from mqa.reading import Row
from mqa.reporting.periods import Bucket, Compared, Period
from mqa.terms.durations import date_of
from mqa.terms.rules import Agreement

WHOLE = 0  # the bucket that is all of a period
TONES = {
    "accepted": "good",
    "rejected": "bad",
    "deferred": "warn",
    "unanswered": "late",
    "waiting": "muted",
    "withdrawn": "faint",
    "sourced": "accent",
    "influenced": "soft",
    "neither": "muted",
}
QUESTIONS = {
    "volume": "How many accounts became qualified?",
    "conversion": "How far did they come?",
    "conversion_by_people": "Does a broader committee come further?",
    "whereabouts": "What became of them?",
    "durations": "How long did it take?",
    "flapping": "Do levels hold?",
    "acceptance": "What did sales say?",
    "reasons": "Why not?",
    "amounts": "What is it worth?",
    "standing": "Who stands where?",
}
Link = Callable[..., str]
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Cell:
    """What one cell of a table shows, and where it leads."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """The answer to one of QUESTIONS. `rows`: the table as data; `cells`: the same as it is shown, under `columns`.

    The first `texts` columns of a table say what its rows are about; the others are numbers.
    """

    name: str
    sentence: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    charts: tuple[Mapping[str, Any], ...] = ()
    texts: int = 1

    @property
    def question(self) -> str:
        """What it answers."""
        return QUESTIONS[self.name]

    @property
    def empty(self) -> bool:
        """Whether it counts nothing."""
        return not any(
            value for row in self.rows for key, value in row.items() if type(value) is int and not key.endswith("days")
        )


@dataclass(frozen=True)
class Asked:
    """What every section is made from."""

    filled: Filled
    compared: Compared
    agreement: Agreement
    link: Link

    def beside(self, shown: Shown) -> tuple[Shown, ...]:
        """What tells of the period before; nothing where that is not all on record."""
        return (shown,) if self.compared.fair else ()

    def on_record(self, cut: Iterable[Bucket], counted: Collection[int]) -> list[Bucket]:
        """The weeks or months of which something is known: those on record, and earlier ones that count somebody.

        (The first run finds who stands at a level since before it; who had left it by then, nobody knows.)
        """
        known = [one for one in cut if one.first <= self.filled.as_of]
        return [one for one in known if one.last >= self.compared.begins or one.number in counted]

    def rows(self, report: str, buckets: Sequence[Sequence[object]] = ()) -> list[Row]:
        """The rows of a report for both periods."""
        both = [("this", self.compared.this), ("last", self.compared.last)]
        return asked(self.filled, report, [(name, one.first, one.last) for name, one in both], buckets)


def linking(one: Period, **always: str) -> Link:
    """Addresses of the accounts behind a number of a period."""

    def link(report: str, **filters: object) -> str:
        words = {**always, **period_words(one), **{key: value for key, value in filters.items() if value != ""}}
        return f"/dashboard/{report}/accounts?{urlencode(words)}"

    return link


def period_words(one: Period) -> dict[str, str]:
    """A period as an address names it."""
    if one.key:
        return {"period": one.key}
    return {"from": iso(one.first), "to": iso(one.last)}


def bucket_rows(period: str, cut: Sequence[Bucket]) -> Iterator[tuple[str, int, int, int]]:
    """Weeks or months as rows of the table `buckets`."""
    return ((period, one.number, one.first, one.last) for one in cut)


def number(count: int, href: str) -> Cell:
    """A number that leads to what it counts; nothing leads nowhere."""
    return Cell(f"{count:,}", href if count else "")


def iso(day: int) -> str:
    """A day as programs write it."""
    return date_of(day).isoformat()
