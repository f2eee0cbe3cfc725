"""Asking: what is known of those ids, domains and people that some rows speak of, and of nobody else.

So a load of a thousand rows costs little however much was loaded before. Each function notes who is asked for, and
makes the tables that say until when each of them means whom (`alias_periods` and its like).
"""

from __future__ import annotations

import duckdb

from mqa.loads.making import make
from mqa.loads.storing import World
from mqa.sources.steps import (
    CONTACTS_ASKED,
    COUNTRIES_ASKED,
    DOMAINS_ASKED,
    FAMILIES,
    IDS_ASKED,
    PERSONS_ASKED,
    VISITORS_ASKED,
    made_sql,
    step_sql,
)

ASKED_FOR = {
    "asked_contacts": "origin bigint",
    "asked_people": "person_id bigint",
    "asked_ids": "said bigint",
    "asked_domains": "domain_id bigint",
}

ACTORS_CONTACTS = """
    select key_number(getvariable('contact_source') || ':' || person)
    from actors
    where email is null and person is not null and getvariable('of_table') = 'activities'
"""
SHOWN = "source, visitor, visitor_id, person_id, person_key, known_on"  # what is asked of `visitors`
NAMED_BESIDE = """
    select person_id from asked_visitors where person_id > 0
    union
    select key_number(person_key) from said_visitors where person_key <> ''
"""
CORRECTED_CONTACTS = """
    select person_id from assigned
    union
    select origin from one_person where person_id in (select person_id from assigned)
"""  # who is known by an id and by an address is one person
NAMED_PEOPLE = """
    select key_number(person_key) from named where person_key is not null
    union
    select own_id from named where own_id is not null
"""
NAMED_IDS = """
    select said from named where said > 0
    union
    select said from people_asked where said > 0
"""
NAMED_DOMAINS = "select h.domain_id from named as n inner join hosts as h on h.host = n.host"
ROWS_IDS = """
    select key_number(account) from staged where account is not null
    union
    select key_number('company' || chr(30) || company) from staged where company <> ''
"""
ROWS_DOMAINS = """
    select h.domain_id from staged as s inner join hosts as h on h.host = s.host
    union
    select account_id from company_periods where account_id > 0
    union
    select account_id from company_name_periods where account_id > 0
"""  # the number of an account is that of its own domain
NO_PLACES = "(account_id bigint, leads_to bigint, since bigint, until bigint)"
FAMILY_DOMAINS = """
    select account_id from parents where rule <> ''
    union
    select key_number(parent) from parents where rule = 'domain of the parent'
    union
    select account_id
    from records
    where kind = 'company' and (source, record) in (select source, parent from parents where rule = 'id of the parent')
"""
TOLD_DOMAINS = """
    select domain_id from learned_aliases
    union
    select key_number(domain) from taught_domains
    union
    select account_id from leads
    union
    select domain_id from aliases where first_account in (select account_id from leads)
    union
    select account_id from corrected_accounts
    union
    select domain_id from aliases where first_account in (select account_id from corrected_accounts)
    union
    select first_account from learned_accounts
    union
    select first_account from learned_facts
    union
    select first_account from learned_intent
    union
    select first_account from learned_outcomes
"""
OWN_NAMES = "select said from company_names where said in (select first_account from accounts)"
NOBODY = "select null where false"
OF_COUNTRIES = """
    with learned as (select distinct domain_id from learned_aliases where contains(domain, ':'))

    select domain
    from aliases
    where
        domain_id not in (select domain_id from learned) and (
            first_account in (select domain_id from learned)
            or first_account in (select account_id from leads where leads_to in (select domain_id from learned))
        )
"""  # the domains that lead to a company of which this load tells in a country
CORRECTED_DOMAINS = """
    select account_id from corrected_accounts
    union
    select domain_id from aliases where first_account in (select account_id from corrected_accounts)
"""


def ask_contacts(connection: duckdb.DuckDBPyConnection, contacts: str = ACTORS_CONTACTS, visitors: str = "") -> None:
    """Make `name_periods` and `visitor_periods`: who is meant by ids of contacts, whose numbers a query gives, and by
    ids of visitors, of which another gives what was shown under them."""
    shown = visitors or f"select {SHOWN} from visitors where false"
    connection.execute(f"create or replace temp table asked_visitors as {shown}")
    parts = [contacts, NAMED_BESIDE]
    if connection.execute("select 1 from assigned limit 1").fetchall():
        connection.execute(made_sql("one_person"))
        parts.append(CORRECTED_CONTACTS)
    _note(connection, "asked_contacts", " union ".join(parts))
    make(connection, *CONTACTS_ASKED, *VISITORS_ASKED)


def ask_named(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the periods of all that `named` speaks of: domains, ids and names of companies, people; and let it speak of
    countries, where accounts are parted by them."""
    _note(connection, "asked_people", NAMED_PEOPLE)
    make(connection, "people_asked")
    _note(connection, "asked_ids", NAMED_IDS)
    ask_domains(connection, NAMED_DOMAINS)
    make(connection, *IDS_ASKED, *PERSONS_ASKED)
    if by_country(connection):
        make(connection, *COUNTRIES_ASKED)
        connection.execute(made_sql("named", "named_abroad"))


def ask_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the periods of all that rows about accounts name them by, and of the accounts that are meant."""
    _note(connection, "asked_ids", ROWS_IDS)
    make(connection, *IDS_ASKED)
    ask_domains(connection, ROWS_DOMAINS)


def know_leads(world: World) -> None:
    """Make `leads`: where accounts lead by what people say of them, and by the own names of those without a domain;
    and what follows for families."""
    connection = world.connection
    _note(connection, "asked_ids", OWN_NAMES if world.count("company_names") else NOBODY)
    make(connection, *IDS_ASKED, "leads")
    know_families(world)


def know_families(world: World) -> None:
    """Make the periods of parents, families and buying units, by what is known of companies and said of accounts."""
    if world.count("parents"):
        ask_accounts(world.connection, FAMILY_DOMAINS)
    else:
        world.connection.execute(f"create or replace temp table account_periods {NO_PLACES}")
    make(world.connection, *FAMILIES)


def ask_domains(connection: duckdb.DuckDBPyConnection, domains: str) -> None:
    """Make `alias_periods` of the domains whose numbers a query gives; where accounts are parted by country, in all
    countries."""
    _note(connection, "asked_domains", domains)
    if not by_country(connection):
        make(connection, *DOMAINS_ASKED)
        return
    connection.execute(f"insert into asked_domains {step_sql('asked_beside')}")
    asked, periods = DOMAINS_ASKED
    make(connection, asked)
    connection.execute(made_sql("domain_periods", periods))
    connection.execute(made_sql(periods, "country_periods"))


def by_country(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the accounts of the workspace are parted by country."""
    return bool(connection.execute("select getvariable('by_country')").fetchall()[0][0])


def ask_accounts(connection: duckdb.DuckDBPyConnection, accounts: str) -> None:
    """Make `account_periods` of the accounts whose numbers a query gives: for whom each stands when."""
    ask_domains(connection, accounts)
    make(connection, "account_periods")


def places(table: str) -> str:
    """Where what is told of accounts belongs: facts stay with their company, whatever its family."""
    return "account_periods" if table == "facts" else "unit_places"


def _note(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    connection.execute(f"create or replace temp table {table} ({ASKED_FOR[table]})")
    connection.execute(f"insert into {table} {query}")
