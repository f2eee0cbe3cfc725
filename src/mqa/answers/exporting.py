"""Any stored table as a query for other tools: names beside numbers, dates for days, points and scores as stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mqa.answers.reading import OF_A_RUN, OF_ALL_ACCOUNTS, columns_of, names
from mqa.answers.reading import Connection as Connection
from mqa.terms.documents import did_you_mean
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.quoting import name_sql, text_sql
from mqa.terms.rules import LOWEST_GRADE, Definition
from mqa.terms.tables import WORLD

NEEDED = ("accounts", "people", "shapes")  # what numbers are named by
OF_THE_WORLD = tuple(name for name in WORLD if name != "activity_days")
OF_RUNS = (*OF_A_RUN, *OF_ALL_ACCOUNTS)
TABLES = (*OF_RUNS, *OF_THE_WORLD)
DAYS = {
    "as_of",
    "known_at",
    "day",
    "since",
    "until",
    "week",
    "known_on",
    "told_on",
    "observed_on",
    "ended_on",
    "value_on",
    "evidence_on",
    "cooling_until",
    "asks_evidence_after",
}
NAMED_BY = {  # a column of numbers: the kind of its names
    "signal": "signal",
    "condition": "condition",
    "level": "level",
    "was": "level",
    "role": "role",
    "topic": "topic",
    "segment": "segment",
    "tier": "tier",
    "grade_rank": "grade",
    "criterion": "criterion",
}
SHAPES = "select shape_id, max(kind) as kind from shapes group by shape_id"
DOMAINS = "select account_id, max(domain) as domain from accounts group by account_id"
PEOPLE = "select person_id, max(person_key) as person_key from people group by person_id"
SORTED = (*OF_RUNS, "rejects")  # the world may be too large to be sorted for a file
ORDER = (
    "file",
    "line",
    "as_of",
    "account_id",
    "person_id",
    "signal",
    "condition",
    "level",
    "day",
    "segment",
    "tier",
    "measure",
)


def table_name(written: str) -> str:
    """The table that is meant. Raises Refused where there is none of this name."""
    if written in TABLES:
        return written
    mend = did_you_mean(written, TABLES) or f"There are: {', '.join(TABLES)}."
    raise Refused([Problem(Place(""), f"There is no table “{written}”.", mend)])


def name_everything(connection: Connection, definition: Definition) -> None:
    """Make the table `names` for everything in a definition that rows call by number."""
    named: Mapping[str, Sequence[str]] = {
        "signal": [signal.name for signal in definition.signals],
        "condition": [condition.name for condition in definition.conditions],
        "level": [level.name for level in definition.levels],
        "role": [role.name for role in definition.roles],
        "topic": definition.intent.topics,
        "segment": [segment.name for segment in definition.segments],
        "tier": [tier.name for tier in definition.tiers],
        "grade": [*(grade.name for grade in definition.grades), LOWEST_GRADE],
        "criterion": [
            *(criterion.name for criterion in definition.criteria),
            *(segment.name for segment in definition.segments for _ in segment.tests),
            *(tier.name for tier in definition.tiers for _ in tier.tests),
        ],
    }
    names(connection, named)


def export_sql(table: str) -> str:
    """The query for a table; those of NEEDED, and for tables of a run `names`, must stand.

    Behind the number of an account stands its domain, behind one of the definition its name; days are dates.
    """
    columns = columns_of(table)
    selected, joins = [], []
    for column, kind in columns.items():
        here = f"x.{name_sql(column)}"
        if column in DAYS and kind == "bigint":
            selected.append(f"date '2000-01-01' + cast({here} as integer) as {name_sql(column)}")
            continue
        selected.append(f"make_timestamp({here} * 1000000) as occurred_at" if column == "occurred_at" else here)
        if column == "person_id" and table in OF_RUNS:
            selected.append("person.person_key")
            joins.append(f"left join ({PEOPLE}) as person on person.person_id = {here}")
        if column == "shape_id" and table != "shapes":
            selected.append("shape.kind")
            joins.append(f"left join ({SHAPES}) as shape on shape.shape_id = {here}")
        if column == "account_id" and "domain" not in columns:
            selected.append("who.domain")
            joins.append(f"left join ({DOMAINS}) as who on who.account_id = {here}")
        if column in NAMED_BY and kind == "bigint" and table in OF_RUNS:
            other = f"n_{column}"
            selected.append(f"{other}.name as {name_sql(column.removesuffix('_rank') + '_name')}")
            named = f"{other}.kind = {text_sql(NAMED_BY[column])} and {other}.number = {here}"
            joins.append(f"left join names as {other} on {named}")
    text = f"select {', '.join(selected)} from {name_sql(table)} as x {' '.join(joins)}"
    order = [f"x.{name_sql(column)}" for column in ORDER if column in columns]
    return f"{text} order by {', '.join(order)}" if table in SORTED else text
