"""Every table: its grain, and its columns with their types and units.

Three kinds: *world* tables (what happened and what is true, loaded from sources, append-only), *rule*
tables (a definition as rows, see `mqa.definition.rows`) and *judgement* tables (what a run makes of
the two; each is one `.sql` step, see `mqa.pipeline`).

Conventions for columns: `*_id` are numbers of natural keys (`mqa.terms.keys`); `day`, `known_on`,
`as_of`, `*_on` and `since` are day numbers (`mqa.terms.durations`); points, scores and rates are
integers of 1e-6 (a score of 100 is 100,000,000); `*_milli` are thousandths; `times` is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["bigint", "text"]
ENGINE_TYPE = {"bigint": "bigint", "text": "varchar"}


@dataclass(frozen=True)
class Table:
    """A table's name, what one row of it means, and its columns in order."""

    name: str
    grain: str
    columns: dict[str, ColumnType]

    def create_sql(self) -> str:
        """An empty table of this shape, for any engine."""
        columns = ", ".join(f"{name} {ENGINE_TYPE[kind]}" for name, kind in self.columns.items())
        return f"create table {self.name} ({columns})"


def _table(name: str, grain: str, *, numbers: str, texts: str = "") -> Table:
    """A table from its columns in order: those named in `texts` are text, the others numbers."""
    text = set(texts.split())
    return Table(name, grain, {c: "text" if c in text else "bigint" for c in numbers.split()})


WORLD = {
    table.name: table
    for table in (
        _table(
            "accounts",
            "one company we might sell to, as one source (or the rule that created it) told us on a day",
            numbers="account_id domain name owner rule source known_on",
            texts="domain name owner rule source",
        ),
        _table(
            "aliases",
            "one domain that leads to an account, from the day we learned it; the latest wins",
            numbers="domain account_id rule source known_on",
            texts="domain rule source",
        ),
        _table(
            "people",
            "one person's membership of an account as one record told us; signed: a minus row takes one back",
            numbers="account_id person_id person_key title role rule source known_on times",
            texts="person_key title role rule source",
        ),
        _table(
            "facts",
            "one fact of an account, observed on a day; `several` = 1 where many values may hold at once",
            numbers="account_id fact value number_milli value_on observed_on ended_on several hindsight source known_on",
            texts="fact value source",
        ),
        _table(
            "shapes",
            "one combination of kind, path, source, campaign and topic that acts have",
            numbers="shape_id kind path source campaign topic",
            texts="kind path source campaign topic",
        ),
        _table(
            "activities",
            "one act; signed: a minus row takes it back (a correction, a move to another account)",
            numbers="account_id person_id activity_id shape_id asset_id day occurred_at known_on seconds times source url asset",
            texts="activity_id source url asset",
        ),
        _table(
            "intent",
            "research of one topic by one account in one week, as one provider saw it; strength 0-100",
            numbers="account_id topic week strength_milli provider known_on",
            texts="topic provider",
        ),
        _table(
            "outcomes",
            "one step of one opportunity: opened, won or lost",
            numbers="account_id outcome_id opportunity kind day amount_milli currency product_line source known_on",
            texts="outcome_id opportunity kind currency product_line source",
        ),
        _table(
            "dispositions",
            "one answer of sales: accepted, rejected, or deferred until a day",
            numbers="account_id disposition reason day until known_on",
            texts="disposition reason",
        ),
        _table(
            "activity_days",
            "what one person did in one pattern set (and asset, where assets count) on one day, learned on a day",
            numbers="account_id person_id pattern_set asset_id day known_on times seconds",
        ),
        _table(
            "rejects",
            "one row of a source that could not be read: where it stands, why, and how to mend it",
            numbers="source file line column_name value reason mend raw known_on",
            texts="source file column_name value reason mend raw",
        ),
    )
}
