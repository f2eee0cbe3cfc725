"""Writes the part of the reference that comes from the code: the tables, and what each step says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mqa import pipeline
from mqa.reporting import steps as reporting
from mqa.terms.tables import REPORTS, RULES, WORK, WORLD, Table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "tables.md"
OPENING = """# Tables

Written by `make docs` from the tables that the code declares and the comments that the steps open with.

`*_id` are numbers of natural keys. `day`, `known_on`, `as_of`, `*_on` and `since` are days, counted from 2000-01-01.
Points, scores and rates are whole millionths: a score of 100 is 100,000,000. `*_milli` are thousandths. `times` is
signed: a minus row takes something back. Columns are whole numbers unless marked *text*.
"""


def tables_page() -> str:
    """The page on all tables: of the world, of rules, and the steps of the line in their order."""
    parts = [
        OPENING,
        "## The world\n\nWhat happened and what is true, loaded from sources. Rows are only added.\n",
        *declared(WORLD.values()),
        "## Rules\n\nA definition as rows, and the days that are asked for.\n",
        *declared(RULES.values()),
        "## Judgement\n\nWhat a run makes of the two; each table is one step of the line.\n",
        *steps(),
        "## Work\n\nWhat the ledger holds of one definition, as reports read it, and what is asked of it.\n",
        *declared(WORK.values()),
        "## Reports\n\nWhat is read off the work: each table is one step, with its formula.\n",
        *reports(),
    ]
    return "\n".join(parts)


def declared(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield f"### {table.name}\n\n{sentence(table.grain)}\n\n{columns(table)}\n"


def steps() -> Iterator[str]:
    """Every step once, though some run several times."""
    by_file = {step.file: step for step in reversed(pipeline.STEPS)}
    for step in (step for step in pipeline.STEPS if by_file[step.file] is step):
        name, said = heading(pipeline.sql(step.file))
        yield f"### {name}\n\n{said}\n\n{columns(pipeline.TABLES[step.table])}\n\nMade by `{step.file}`.\n"


def reports() -> Iterator[str]:
    for report in reporting.STEPS:
        name, said = heading(reporting.sql(report))
        yield f"### {name}\n\n{said}\n\n{columns(REPORTS[report.table])}\n\nMade by `{report.file}`.\n"


def heading(sql: str) -> tuple[str, str]:
    """The name of the table and the words of the comment that a step opens with."""
    comment = re.match(r"(?:--[^\n]*\n)*", sql)
    words = re.sub(r"\n?-- ?", " ", comment[0] if comment else "").strip()
    name, _, rest = words.partition(": ")
    return name, sentence(rest)


def sentence(words: str) -> str:
    whole = words[:1].upper() + words[1:]
    return whole if whole.endswith(".") else f"{whole}."


def columns(table: Table) -> str:
    return " · ".join(f"`{name}`{' *text*' if kind == 'text' else ''}" for name, kind in table.columns.items())


if __name__ == "__main__":
    PAGE.write_text(tables_page(), encoding="utf-8")
