"""The accounts behind one number of the dashboard, each with the days that put it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from mqa.answers.behind_questions import QUESTIONS, Filters, Question
from mqa.answers.figures import Filled, figures
from mqa.ledger import reported, runs
from mqa.reading import Row, rows
from mqa.reporting.periods import Compared, Period, compared
from mqa.reporting.sentences import money
from mqa.terms.durations import date_of
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

DAYS = (
    "day",
    "saa_on",
    "sqa_on",
    "pipeline_on",
    "won_on",
    "stands_since",
    "since",
    "until",
    "changed_on",
    "undone_on",
    "opened_on",
    "answered_on",
)
DAYS_OF_OPPORTUNITIES = ("closed_on",)
HEADS = {
    "day": "Qualified on",
    "came_as": "As",
    "nth": "Times",
    "saa_on": "Accepted on",
    "sqa_on": "Willing to talk on",
    "pipeline_on": "Opportunity on",
    "won_on": "Won on",
    "name_of_stay": "Stage or level",
    "since": "From",
    "until": "Until",
    "changed_on": "Changed on",
    "came_from": "From level",
    "went_to": "Then",
    "undone_on": "Taken back on",
    "level_then": "Level then",
    "owner_of_handoff": "Handed to",
    "opened_on": "Opened on",
    "fate": "Said",
    "reason": "Reason",
    "answered_on": "Answered on",
    "opportunity": "Opportunity",
    "state": "State",
    "closed_on": "Closed on",
    "amount": "Amount",
    "part": "Part of marketing",
}
NUMBERS = ("nth", "amount")  # of these; they stand at the right
NAMED = ("domain", "name", "owner", "stage", "level")
NAMED_AT_ONCE = 2_000  # rows of a whole list


@dataclass(frozen=True)
class Behind:
    """One page of a list. `words` say what it is a list of; `heads` are its columns beside the account's."""

    compared: Compared
    words: str
    heads: Mapping[str, str]
    rows: tuple[Row, ...]
    in_all: int


def behind(
    opened: Opened,
    agreement: Agreement,
    report: str,
    one: Period,
    filters: Filters,
    now: datetime,
    *,
    page: int = 1,
    size: int = 50,
) -> Behind:
    """The accounts that a number of a report counts.

    Raises Refused for filters that the report does not have, Unavailable where nothing is published.
    """
    with figures(opened, agreement, now) as filled:
        sides, question = _asked(filled, report, one, filters)
        (in_all,) = filled.connection.execute(f"select count(*) {question.rest}", question.values).fetchall()[0]
        found = rows(filled.connection, f"{question.whole} limit {size} offset {(page - 1) * size}", question.values)
    shown = tuple(_told(agreement, found))
    heads = {key: HEADS[key] for key in (shown[0] if shown else ()) if key in HEADS}
    return Behind(sides, question.words, heads, shown, int(in_all))


def behind_all(
    opened: Opened, agreement: Agreement, report: str, one: Period, filters: Filters, now: datetime
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The columns and rows of the whole list as it stands now; accounts are named a part at a time.

    Refused and unavailable as `behind` is, before the first row.
    """
    with figures(opened, agreement, now) as filled:
        _, question = _asked(filled, report, one, filters)
        found = filled.connection.execute(question.whole, question.values)
        names = [column[0] for column in found.description or ()]
        lines = found.fetchall()
    parts = (lines[start : start + NAMED_AT_ONCE] for start in range(0, len(lines), NAMED_AT_ONCE))
    told = (_told(agreement, [dict(zip(names, line, strict=True)) for line in some]) for some in parts)
    return tuple(_dated(dict.fromkeys(names), {})), chain.from_iterable(told)


def _asked(filled: Filled, report: str, one: Period, filters: Filters) -> tuple[Compared, Question]:
    sides = compared(one, filled.as_of, filled.begins)
    return sides, QUESTIONS[report](filled, sides.this, filters)


def _told(agreement: Agreement, found: Sequence[Row]) -> list[Row]:
    """Rows with their accounts' names by the latest run, and dates for days."""
    names = reported.called(agreement.definition.name, _run_id(agreement), [row["account_id"] for row in found])
    return [_dated(row, names) for row in found]


def _run_id(agreement: Agreement) -> int:
    run = runs.published(agreement.definition.name)
    return run.run_id if run else 0


def _dated(row: Row, names: Mapping[int, Row]) -> Row:
    """A row with its account's names, and dates for days."""
    told = {
        key: _shown(key, value) for key, value in row.items() if key not in ("account_id", "amount_milli", "currency")
    }
    if "amount_milli" in row:
        told["amount"] = money(row["amount_milli"], row["currency"]) if row["amount_milli"] is not None else None
    nameless = dict.fromkeys(NAMED, "")
    return {"account_id": row["account_id"], **nameless, **names.get(row["account_id"], {}), **told}


def _shown(key: str, value: object) -> object:
    if key in DAYS or key in DAYS_OF_OPPORTUNITIES:
        return date_of(value).isoformat() if isinstance(value, int) else None
    return value
