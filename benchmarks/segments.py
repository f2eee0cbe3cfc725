"""Segments of any size, made at once: what loading would store of a company with so many accounts and acts.

    python -m benchmarks.segments FOLDER --accounts 1000000 --acts 100000000

The made-up company of `mqa.demo` has a story and goes through loading; this has neither, so that a hundred
million acts are there in minutes. Acts come in fives: one person, one kind, one day (one activity day).
A few accounts have most of the acts, a third of the visits is nameless, half of the days lie in the last 90.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from mqa.demo.size import LAST_DAY
from mqa.terms.durations import day_number
from mqa.terms.keys import number_sql
from mqa.terms.tables import ENGINE_TYPE, WORLD

ACTS_OF_A_DAY = 5
ACTS_OF_A_FILE = 12_500_000
LAST = day_number(LAST_DAY)
DAYS = 180  # over how many days the acts are spread
KINDS = (  # as often as they stand here
    *["web.page"] * 8,
    *["email.delivered"] * 4,
    *["email.open"] * 2,
    *("web.pricing", "web.comparison", "web.calculator", "web.careers", "email.click", "email.unsubscribe"),
    *("content.technical", "content.case", "content.report", "webinar.attended", "event.attended"),
    *("form.demo", "form.contact", "sales.meeting", "sales.reply", "product.scan", "product.invite", "product.limit"),
)
TITLES = ("Chief Financial Officer", "CISO", "Solution Architect", "Privacy Counsel", "Data Analyst", "Engineer", "")
PEOPLE = 5  # of an account
KNOWN = 9000  # a day before all acts

ACCOUNT_NUMBER = number_sql("'a' || i || '-example.com'")
PERSON_KEY = f"'p' || (i * {PEOPLE} + j) || '@a' || i || '-example.com'"

WORLD_SQL = {
    "accounts": f"""
        select account_id, 'a' || i || '-example.com' as domain, 'Account ' || i as name, '' as owner, 'made' as rule,
            'made' as source, {KNOWN} as known_on, {KNOWN} as told_on, 1 as times
        from account
    """,
    "people": f"""
        select account_id, {number_sql(PERSON_KEY)} as person_id, {PERSON_KEY} as person_key,
            title, '' as role, 'made' as rule, 'made' as source, {KNOWN} as known_on, {KNOWN} as told_on, 1 as times
        from account, range({PEOPLE}) as r (j), title
        where title.nth = hash(i * 5 + j) % {len(TITLES)}
    """,
    "facts": f"""
        select account_id, fact, value, number_milli, null as value_on, {KNOWN} as observed_on, null as ended_on,
            several, 0 as hindsight, 'made' as source, {KNOWN} as known_on, {KNOWN} as told_on, 1 as times
        from (
            select account_id, 'country' as fact,
                (['us', 'de', 'fr', 'nl', 'gb', 'us', 'us'])[1 + (hash(i, 1) % 7)::int] as value,
                null as number_milli, 0 as several
            from account
            union all
            select account_id, 'employees', '', (50 * exp((hash(i, 2) % 1000) / 200.0))::bigint * 1000, 0
            from account where hash(i, 9) % 8 > 0
            union all
            select account_id, 'industry',
                (['banking', 'retail', 'insurance', 'energy', 'media', 'software'])[1 + (hash(i, 3) % 6)::int], null, 0
            from account
            union all
            select account_id, 'technology',
                (['snowflake', 'sap', 'databricks', 'oldvault', 'other'])[1 + (hash(i, 4, j) % 5)::int], null, 1
            from account, range(3) as r (j)
        )
    """,
    "shapes": "select shape_id, kind, '' as path, 'made' as source, '' as campaign, '' as topic from shape",
}


def acts_sql(first: int, last: int, accounts: int, end: int, spread: int = DAYS) -> str:
    """The acts of the activity days from `first` to below `last`."""
    person = number_sql(f"'p' || (a.i * {PEOPLE} + hash(x, 6) % {PEOPLE}) || '@a' || a.i || '-example.com'")
    return f"""
        select a.account_id,
            case when hash(x, 5) % 3 = 0 then -1 - (hash(x) % 100000)::bigint else {person} end as person_id,
            'a' || (x * {ACTS_OF_A_DAY} + n) as activity_id, k.shape_id, (1 + hash(x, 12) % 50) as asset_id,
            {end} - hash(x, 7)::bigint.abs() % {spread} as day, 0 as occurred_at,
            {end} - hash(x, 7)::bigint.abs() % {spread} as known_on, hash(x, 3) % 200 as seconds, 1 as times,
            'made' as source, '' as url, '' as asset
        from range({first}, {last}) as b (x)
        inner join account as a on a.i = floor(power((hash(x, 11) % 1000000) / 1000000.0, 2) * {accounts})::bigint
        inner join kind as k on k.nth = hash(x, 8) % {len(KINDS)}
        cross join range({ACTS_OF_A_DAY}) as g (n)
    """.replace("hash(x, 7)::bigint.abs()", "(hash(x, 7) % 1000000)::bigint")


def write(folder: Path, accounts: int, acts: int, spread: int = DAYS, end: int = LAST) -> None:
    """Writes the segments into a folder, one file a table and several of activities; `end`: the last day with acts."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(folder / "tmp")}) as connection:
        connection.execute(
            f"create table account as select i, {ACCOUNT_NUMBER} as account_id from range({accounts}) as t (i)"
        )
        connection.execute(
            "create table title as select unnest(?) as title, generate_subscripts(?, 1) - 1 as nth", [TITLES, TITLES]
        )
        connection.execute(
            "create table kind as select unnest(?) as kind, generate_subscripts(?, 1) - 1 as nth", [KINDS, KINDS]
        )
        connection.execute(f"create or replace table kind as select *, {number_sql('kind')} as shape_id from kind")
        connection.execute("create table shape as select distinct kind, shape_id from kind")
        for name, query in WORLD_SQL.items():
            _copy(connection, name, query, folder / f"{name}.parquet")
        days = acts // ACTS_OF_A_DAY
        files = max(1, acts // ACTS_OF_A_FILE)
        for nth in range(files):
            query = acts_sql(days * nth // files, days * (nth + 1) // files, accounts, end, spread)
            _copy(connection, "activities", query, folder / f"activities-{nth}.parquet")


def _copy(connection: duckdb.DuckDBPyConnection, name: str, query: str, path: Path) -> None:
    columns = WORLD[name].columns
    typed = ", ".join(f"cast({column} as {ENGINE_TYPE[kind]}) as {column}" for column, kind in columns.items())
    order = ", ".join(column for column in ("account_id", "person_id", "day") if column in columns) or "shape_id"
    options = "format parquet, compression zstd, row_group_size 61440"
    connection.execute(f"copy (select {typed} from ({query}) order by {order}) to '{path}' ({options})")


def main() -> None:
    """Reads what is asked for and writes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=DAYS, help="over how many days the acts are spread")
    given = parser.parse_args()
    write(given.folder, given.accounts, given.acts, given.days)


if __name__ == "__main__":
    main()
