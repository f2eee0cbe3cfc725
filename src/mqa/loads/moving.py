"""Moving: what belongs elsewhere by what a load, or a correction, says anew."""

from __future__ import annotations

import duckdb

from mqa.identity.domains import KeptOut
from mqa.loads.asking import (
    CORRECTED_DOMAINS,
    OF_COUNTRIES,
    SHOWN,
    TOLD_DOMAINS,
    ask_contacts,
    ask_domains,
    ask_named,
    by_country,
    places,
)
from mqa.loads.families import copy_families, learn_families
from mqa.loads.hosts import NAMED_HOSTS, learn_hosts
from mqa.loads.making import count, keep, make, say
from mqa.loads.naming import LED_ANEW
from mqa.loads.storing import World
from mqa.sources.steps import ACTORS, KIN, MOVES, OF_ACCOUNTS, RESOLVED, SET, STANDING, TAUGHT, made_sql
from mqa.terms.stored import StoredFile

TAUGHT_VISITORS = f"""
    select {SHOWN}
    from visitors
    where visitor_id in (
        select visitor_id from visitors where person_id in (select person_id from taught where person_id < 0)
    )
"""

# Who is somewhere else, or somebody else, than they were: a role that is said of somebody moves nobody.
ELSEWHERE = """
    select count(distinct first_person) from (
        select first_person from moved_people
        where rule <> 'role set by a person'
        group by first_person, person_id, account_id
        having sum(times) <> 0
    )
"""
TELL_NEWS = (  # where all of these are empty there is no news of anybody, and nothing is looked through for them
    "moving",
    "asked_kin",
    "taught_companies",
    "taught_visitors",
    "taught_domains",
    "corrected_people",
    "corrected_accounts",
)
MOVED = {
    "people moved": f"{ELSEWHERE} where first_person > 0",
    "visitors moved": f"{ELSEWHERE} where first_person < 0",
    "acts moved": "select count(distinct activity_id) from moved_activities",
}


def move(world: World, kept_out: KeptOut) -> tuple[list[StoredFile], dict[str, int]]:
    """Store what this load and earlier ones together move: people and their acts."""
    connection = world.connection
    connection.execute(f"insert into corrected_accounts {LED_ANEW}")
    for table in ("records", "company_names", "visitors"):
        world.tell_learned(table)
    stored = learn_families(world)
    if count(connection, "select count(*) from corrected_accounts"):
        ask_domains(connection, CORRECTED_DOMAINS)
        connection.execute(
            "insert into taught_domains select distinct domain from alias_periods "
            "where key_number(domain) in (from corrected_accounts) or claimed in (from corrected_accounts)"
        )
    if by_country(connection):
        world.tell_learned("aliases")
        connection.execute(f"insert into taught_domains {OF_COUNTRIES}")
    _teach(connection)
    if not count(connection, "select count(*) from taught"):
        return stored, {}
    say(connection, of_table="'activities'", account_rule="'account of the act'")
    ask_contacts(connection, "select person_id from taught", TAUGHT_VISITORS)
    make(connection, *STANDING)
    connection.execute(made_sql("named", "named_again"))
    learn_hosts(connection, NAMED_HOSTS, kept_out)
    ask_named(connection)
    make(connection, *RESOLVED, *ACTORS, *MOVES)
    stored += keep(world, *ACTORS, *MOVES)
    moved = {what: count(connection, query) for what, query in MOVED.items()}
    return stored, {what: n for what, n in moved.items() if n}


def _teach(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `taught`: the persons whose rows may stand elsewhere by what this load said, under all their names."""
    make(connection, *TAUGHT)
    told = "select distinct person_id from learned_records where kind = 'person'"
    connection.execute(f"create or replace temp table asked_kin as {told}")
    if not any(count(connection, f"select count(*) from {one}") for one in TELL_NEWS):
        connection.execute("create or replace temp table taught (person_id bigint)")
        return
    make(connection, *KIN, "news")
    connection.execute("create or replace temp table taught as select person_id from news")
    connection.execute("create or replace temp table asked_kin as from taught")
    while count(connection, "select count(*) from asked_kin"):
        make(connection, *KIN)
        connection.execute("create or replace temp table asked_kin as from kin anti join taught using (person_id)")
        connection.execute("insert into taught from asked_kin")


def _told(world: World) -> bool:
    """Whether this load, or a correction, told anything of accounts, or of where they lead: acts seldom do."""
    if any(world.files[table] != world.before[table] for table in ("aliases", "parents", "families", *OF_ACCOUNTS)):
        return True
    said = ("from corrected_accounts", "from taught_domains", LED_ANEW)
    return any(count(world.connection, f"select count(*) from ({query})") for query in said)


def move_told(world: World) -> list[StoredFile]:
    """Store what moves what is told of accounts to where their domains lead: accounts, domains, facts, research,
    outcomes; and what stands at the accounts of families too."""
    connection = world.connection
    if not _told(world):
        return copy_families(world)
    make(connection, *SET)
    stored = keep(world, *SET)
    for table in ("aliases", *OF_ACCOUNTS):
        world.tell_learned(table)
    ask_domains(connection, TOLD_DOMAINS)
    make(connection, "account_periods", "unit_places", "moved_aliases")
    stored += keep(world, "moved_aliases")
    if not count(connection, "select count(*) from unit_places"):
        return stored + copy_families(world)
    for table in OF_ACCOUNTS:
        still = " where leads_to = account_id" if table == "accounts" else ""  # it stands nowhere else than at itself
        connection.execute(f"create or replace temp view all_places as from {places(table)}")
        connection.execute(f"create or replace temp view places as select * from all_places{still}")
        connection.execute(f"create or replace temp view told_of_accounts as select * from {table}")
        connection.execute(made_sql("moved_told"))
        stored += world.keep(table, "select * from moved_told")
    return stored + copy_families(world)
