"""The planted truth, read back: what each company of a made-up world really is and did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from mqa.demo.making import quoted
from mqa.demo.sales import Company
from mqa.terms.durations import day_number

TRUTH = """
    select
        any_value(domain),
        any_value(fit),
        list(starts_on order by starts_on) filter (where looking),
        list(ends_on order by starts_on) filter (where looking),
        list(opened_on order by opened_on) filter (where opened_on is not null)
    from read_parquet('{folder}/truth/accounts.parquet')
    left join (select * exclude (domain) from read_parquet('{folder}/truth/episodes.parquet')) using (company_id)
    group by company_id
"""


def companies(folder: Path) -> dict[str, Company]:
    """The companies of the world in a workspace, by domain; empty where there is no truth beside the data."""
    if not (folder / "truth" / "episodes.parquet").is_file():
        return {}
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(TRUTH.format(folder=quoted(folder.absolute()))).fetchall()
    return {
        domain: Company(domain, fit, tuple(zip(_days(starts), _days(ends), strict=True)), _days(opens))
        for domain, fit, starts, ends, opens in rows
    }


def _days(dates: list[date] | None) -> tuple[int, ...]:
    return tuple(day_number(one) for one in dates or ())
