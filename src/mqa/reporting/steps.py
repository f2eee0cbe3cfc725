"""The reports in their order: each reads the ledger's rows, what is asked for, and the steps above it.

`ONCE` rest on the changes alone and are made when there are new ones; `AT_A_MOMENT` also read what day and hour it is;
`ASKED` read the periods as well, and are made for each question.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mqa.terms.tables import REPORTS, WORK, WORLD, Table


@dataclass(frozen=True)
class Report:
    """One table that is read off the work: its name, and its `.sql` file."""

    table: str
    file: str


def _report(table: str) -> Report:
    return Report(table, f"reporting/{table}.sql")


ONCE = tuple(map(_report, ("moves", "stays", "entries", "reversals")))
AT_A_MOMENT = tuple(map(_report, ("handoff_fates", "opportunities", "reached")))
ASKED = tuple(
    map(
        _report,
        (
            *("volume", "standing", "conversion", "conversion_by_people", "whereabouts", "durations", "flapping"),
            *("acceptance", "reasons", "amounts"),
        ),
    )
)
STEPS = (*ONCE, *AT_A_MOMENT, *ASKED)
LEDGER_ROWS = ("transitions", "handoffs", "answers", "outcomes", "level_names")  # what the work has left behind
QUESTION = ("periods", "buckets", "horizons", "moment")  # what is asked of it
TABLES: dict[str, Table] = {**WORK, "outcomes": WORLD["outcomes"], **REPORTS}


@cache
def sql(report: Report) -> str:
    """The text of a report."""
    return files("mqa").joinpath(report.file).read_text(encoding="utf-8")
