"""What stands beside the committee of an account: its own numbers in earlier runs, and those of its segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mqa.evidence import Evidence
from mqa.explain.committee_numbers import PAST
from mqa.ledger import runs
from mqa.ledger.files import that_may_hold
from mqa.ledger.runs import PublishedRun
from mqa.reading import columns_of, rows
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import scan_sql

EARLIER = 7  # days: a weekly run tells of each day of its week
BEFORE = "select {days} as days, {same} as same_rules, * from ({scan})"


def queries(
    folder: Path, definition: str, version: str, account_id: int, *, as_of: int, run: PublishedRun | None
) -> dict[str, str]:
    """Queries for the rows of `committee_before` and `benchmarks`.

    Grain of `committee_before`: one of PAST, with the account's row of the last run in the week up to so many days
    before `as_of`, by the knowledge of its own day; same_rules: 1 where `version` made it. `run`: whose segments are
    told (None: none are).
    """
    columns = columns_of("committee")
    scans = [BEFORE.format(days=0, same=0, scan=scan_sql(folder, (), columns))]
    for days in PAST:
        if earlier := runs.latest_before(definition, as_of - days + 1, EARLIER):
            files = that_may_hold(account_id, earlier.tables.get("committee", ()))
            scan = scan_sql(folder, files, columns, account_id, account_id)
            scans.append(BEFORE.format(days=days, same=int(earlier.version == version), scan=scan))
    of_all = run.tables.get("benchmarks", ()) if run else ()
    return {
        "committee_before": " union all ".join(scans),
        "benchmarks": scan_sql(folder, of_all, columns_of("benchmarks")),
    }


def beside(
    folder: Path, found: Evidence, definition: str, version: str, *, run: PublishedRun | None, memory_limit: str
) -> Evidence:
    """The evidence of an account with these rows among its tables."""
    asked = queries(folder, definition, version, found.account.account_id, as_of=found.as_of, run=run)
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        more = {name: rows(connection, query) for name, query in asked.items()}
    return replace(found, tables={**found.tables, **more})
