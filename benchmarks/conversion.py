"""How much more often accounts convert when one, two, three of their people are active: on real data, honestly.

    python benchmarks/conversion.py WORKSPACE --from 2021-01 --to 2023-09

At the end of each month the line judges every account with what was known that day. The universe: accounts
with an act known by then that have not converted yet (accounts whose conversion has no date are left out:
nobody can say when). An account converts if its outcome `won` falls into the 90 days after. Lift is the rate
of accounts with so many people active in the last 90 days, by the rate of the universe.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from mqa import line, runs, workspaces
from mqa.ledger import leases
from mqa.line import Accounts
from mqa.terms.durations import date_of, day_number
from mqa.warehouse.opening import open_warehouse

HORIZON = 90

# One account on one month's end: how many people it had seen, and whether it won within the horizon after.
UNIVERSE = f"""
with first_known as (
    select account_id, min(known_on) as known_on from activity_days where times > 0 group by account_id
),
won as (
    select account_id, min(day) as day
    from (select account_id, outcome_id, kind, day from outcomes group by all having sum(times) > 0)
    where kind = 'won' and account_id > 0
    group by account_id
)
select s.as_of, s.account_id, s.seen,
    case when w.day > s.as_of and w.day <= s.as_of + {HORIZON} then 1 else 0 end as converted
from scores as s
inner join first_known as f on f.account_id = s.account_id and f.known_on <= s.as_of
left join won as w on w.account_id = s.account_id
where (w.day is null or w.day > s.as_of)
    and s.account_id not in (select account_id from undated)
"""
BY_PEOPLE = """
select least as people, count(*) as accounts, coalesce(sum(converted), 0) as conversions
from universe, (values (0), (1), (2), (3)) as at_least (least)
where seen >= least
group by least
order by least
"""


@dataclass(frozen=True)
class Line:
    """Accounts (account-months) with at least so many active people: how many, how many converted, how often."""

    people: int
    accounts: int
    conversions: int
    rate: float
    lift: float


def conversion(folder: Path, months: Sequence[int], undated: Sequence[str] = ()) -> list[Line]:
    """The lines of the report, for a loaded workspace and month ends (day numbers); the first is the base.

    `undated`: domains of accounts whose conversion has no date.
    """
    workspace = workspaces.opened(folder)
    workspaces.open_stores(workspace)
    agreement = workspaces.chosen(workspace)
    with open_warehouse(workspace.warehouse) as connection:
        with leases.held() as token:
            runs.roll_up([connection], workspace.warehouse, agreement.definition, token=token)
            world = runs.segments_for(agreement.definition)
        runs.open_rules([connection], workspace.warehouse, world, agreement.definition)
        connection.execute(
            "create table undated as select account_id from aliases where domain in (select unnest(?))", [list(undated)]
        )
        connection.execute(
            "insert into undated select account_id from accounts where domain in (select unnest(?))", [list(undated)]
        )
        line.open_world(connection, workspace.warehouse, world, Accounts())
        line.judge(connection, [(day, day) for day in months], agreement.definition, but=("contributions",))
        connection.execute(f"create table universe as {UNIVERSE}")
        found = connection.execute(BY_PEOPLE).fetchall()
    base = found[0][2] / found[0][1]
    return [Line(people, n, won, won / n, won / n / base) for people, n, won in found]


def month_ends(first: str, last: str) -> Iterator[int]:
    """The day numbers of the last days of the months from `first` to `last` (2021-01), both included."""
    year, month = (int(part) for part in first.split("-"))
    while f"{year:04}-{month:02}" <= last:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        yield day_number(date(year, month, 1) - timedelta(days=1))


def undated_members(memberships: Path) -> list[str]:
    """The domains of members whose conversion has no date."""
    import duckdb

    query = "select distinct account_id from read_parquet(?) where converted_on is null and account_id is not null"
    return [row[0] for row in duckdb.execute(query, [str(memberships)]).fetchall()]


def main() -> None:
    """Prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--from", dest="first", default="2021-01")
    parser.add_argument("--to", dest="last", default="2023-09")
    parser.add_argument("--memberships", type=Path, help="leave out members without a date, read from this file")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    months = list(month_ends(given.first, given.last))
    lines = conversion(given.workspace, months, undated_members(given.memberships) if given.memberships else ())
    if given.json:
        print(json.dumps([asdict(line) for line in lines], indent=2))
        return
    print(
        f"{len(months)} month ends, {date_of(months[0])} to {date_of(months[-1])}; conversions within {HORIZON} days\n"
    )
    print("people active in 90 days   account-months   conversions     rate    lift")
    for found in lines:
        label = "any (the base)" if found.people == 0 else f"at least {found.people}"
        print(f"{label:<24}{found.accounts:>17,}{found.conversions:>14,}{found.rate:>9.2%}{found.lift:>8.1f}")


if __name__ == "__main__":
    main()
