"""Readying the engine: what the steps of a load know before it, and what people said of who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb

from mqa.identity.addresses import patterns
from mqa.identity.corrections import assigned_rows, called_rows, lead_rows, periods, role_rows, visitor_rows
from mqa.identity.domains import KEPT_OUT
from mqa.identity.visitors import MOST_PEOPLE
from mqa.loads.asking import know_leads
from mqa.loads.families import COPIED
from mqa.loads.making import say
from mqa.loads.staging import insert
from mqa.loads.storing import World
from mqa.sources.agreed import Workspace
from mqa.sources.reading import FIRST_DAY
from mqa.sources.steps import KEY_NUMBER_SQL
from mqa.terms.corrections import Correction
from mqa.terms.countries import country_words
from mqa.terms.placing import SURE_RULES
from mqa.terms.quoting import text_sql

EVER, NO_END = FIRST_DAY, 1_000_000  # before and after every day that can be meant
NOTED = {  # whom this load may move
    "taught_domains": "domain varchar",
    "moving": "person_id bigint",
    "corrected_accounts": "account_id bigint",
    "changed_families": "account_id bigint",
    "corrected_people": "person_id bigint",
    "corrected_names": "name varchar",
    "corrected_visitors": "visitor varchar",
}
CORRECTED = {  # what people said of who is who
    "said_leads": (
        "account_id bigint, domain varchar, leads_to bigint, since bigint, until bigint, apart boolean",
        lead_rows,
    ),
    "assigned": ("person_id bigint, account_id bigint, since bigint, until bigint", assigned_rows),
    "called": ("name varchar, account_id bigint, since bigint, until bigint", called_rows),
    "said_visitors": ("visitor varchar, person_key varchar, since bigint, until bigint", visitor_rows),
    "given_roles": ("person_id bigint, role varchar, since bigint, until bigint", role_rows),
}


def prepare(world: World, agreed: Workspace, today: int, said: Iterable[Correction] = ()) -> None:
    """Ready the engine for the steps: what they all know, and the tables as they stand before the load.

    `said`: what people said of who is who.
    """
    connection = world.connection
    connection.execute(f"set TimeZone = {text_sql(agreed.time_zone)}")
    connection.execute(KEY_NUMBER_SQL)
    connection.execute(
        "create or replace temp table hosts "
        "(host varchar, domain varchar, rule varchar, lent varchar, network varchar, domain_id bigint)"
    )
    _know_countries(connection, by_country=agreed.by_country)
    for table, column in NOTED.items():
        connection.execute(f"create or replace temp table {table} ({column})")
    contacts = [one.name for one in agreed.sources if one.table == "people" and "id" in dict(one.columns)]
    names = ", ".join(text_sql(source.name) for source in agreed.sources)
    say(
        connection,
        today=f"{today}::bigint",
        create_accounts=str(agreed.create_accounts).lower(),
        **{f"{rule.replace('-', '_').replace(' ', '_')}_pattern": text_sql(sql) for rule, sql in patterns().items()},
        families=text_sql(agreed.families),
        copied=f"{COPIED}::bigint",
        sure_rules=f"[{', '.join(map(text_sql, SURE_RULES))}]",
        kept_out=f"[{', '.join(map(text_sql, KEPT_OUT))}]::varchar[]",
        source_names=f"[{names}]::varchar[]",
        contact_source=text_sql(contacts[0] if contacts else ""),
        most_people=f"{MOST_PEOPLE}::bigint",
        ever=f"{EVER}::bigint",
        no_end=f"{NO_END}::bigint",
    )
    world.see()
    for table in ("accounts", "activities", "facts", "people", "records", "visitors"):
        world.remember(table, f"earlier_{table}")
    correct(world, said)
    connection.execute("create or replace temp table earlier_leads as from leads")


def _know_countries(connection: duckdb.DuckDBPyConnection, *, by_country: bool) -> None:
    """Let the steps know of countries, where it matters of which one a row is."""
    connection.execute("create or replace temp table country_words (name varchar, code varchar)")
    words = country_words().items() if by_country else ()
    insert(connection, "country_words", ["varchar", "varchar"], [*words])
    say(connection, by_country=str(by_country).lower())


def correct(world: World, said: Iterable[Correction]) -> None:
    """Let the steps know what people said of who is who; nobody is placed anew by it alone."""
    connection = world.connection
    held = periods(said, EVER, NO_END)
    for table, (columns, rows_of) in CORRECTED.items():
        connection.execute(f"create or replace temp table {table} ({columns})")
        insert(connection, table, [column.split()[1] for column in columns.split(", ")], rows_of(held))
    know_leads(world)


def learn_corrected(
    connection: duckdb.DuckDBPyConnection,
    accounts: Collection[object],
    people: Collection[object],
    names: Collection[object] = (),
    visitors: Collection[object] = (),
) -> None:
    """Take note of the accounts, people, companies' names and visitors of which somebody said anew who they are: `move`
    places whom it concerns."""
    say(connection, source="'corrections'", of_table="'activities'")
    insert(connection, "corrected_accounts", ["bigint"], [(one,) for one in accounts])
    insert(connection, "corrected_people", ["bigint"], [(one,) for one in people])
    insert(connection, "corrected_names", ["varchar"], [(one,) for one in names])
    insert(connection, "corrected_visitors", ["varchar"], [(one,) for one in visitors])
