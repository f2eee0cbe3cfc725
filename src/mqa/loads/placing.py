"""Placing: the steps that say who acted and which company is meant, run on the staged rows of one file."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from mqa.identity.domains import KeptOut
from mqa.loads.asking import SHOWN, ask_contacts, ask_named, ask_rows, know_families, places
from mqa.loads.hosts import NAMED_HOSTS, learn_hosts
from mqa.loads.making import count, keep, make, say
from mqa.loads.naming import learn_companies, learn_places, learn_stated
from mqa.loads.repeats import suspect
from mqa.loads.reports import WITHOUT_ACCOUNT
from mqa.loads.storing import World
from mqa.sources.agreed import Column, Source
from mqa.sources.steps import (
    ACTORS,
    ACTS,
    COMPANIES,
    CONTACTS,
    DUPLICATES,
    MADE,
    PLACED,
    RESOLVED,
    VISITORS,
    company_facts_sql,
    step_sql,
)
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.quoting import text_sql
from mqa.terms.stored import StoredFile

COMPANY_HOSTS = (
    "select host from staged union all select unnest(hosts) from staged union all select parent_host from staged"
)
SUBJECTS = "select host from staged where fate = 0"
NETWORKS = "select distinct nullif(split_part(actor, chr(31), 5), '') from staged where visitor is not null"
SHOWN_BEFORE = f"""
    select {SHOWN}
    from visitors
    where visitor_id in (
        select key_number('visitor:' || getvariable('source') || ':' || visitor)
        from (select distinct visitor from staged where visitor is not null)
    )
"""
FILES_VISITORS = f"select {SHOWN} from shown_before union all select {SHOWN} from new_visitors"
TOLD = {"facts": ("told_facts",), "intent": ("told_intent",)}  # of which several rows, or one, may be told by a row
EDITIONS = {"networks": "new_networks", "content": "new_content"}  # whose files have editions: the last one holds
NEWS = {"facts": "new_facts", "intent": "new_intent", "outcomes": "new_outcomes"}


def place(
    world: World, source: Source, kept_out: KeptOut, *, file: str, again: bool
) -> tuple[list[StoredFile], dict[str, int]]:
    """Store what the staged rows of one file become; returns the stored files and the counts that tell of it.

    `file`: its name in messages. `again`: it was read before, with other settings; whom it tells of may belong
    elsewhere now.
    """
    connection = world.connection
    _speak_of(connection, source)
    connection.execute("create or replace temp table unplaced as " + step_sql("no_unplaced"))
    if source.table in ("companies", "people", "activities"):
        done = (_companies if source.table == "companies" else _actors)(world, source, kept_out)
        if again and source.table != "companies":
            make(connection, "told_again")
            connection.execute("insert into moving select person_id from told_again")
        return done
    if source.table in EDITIONS:
        return _edition(world, file, EDITIONS[source.table])
    learn_hosts(connection, SUBJECTS, kept_out)
    stored = _learn_names(world, source)
    ask_rows(connection)
    make(connection, "account_periods", "unit_places")
    connection.execute(f"create or replace temp view all_places as from {places(source.table)}")
    make(connection, *PLACED, *TOLD.get(source.table, ()), NEWS[source.table])
    stored += keep(world, NEWS[source.table])
    if source.table == "facts":
        stored += learn_places(world)
    return stored, _placed_counts(connection, NEWS[source.table])


def _companies(world: World, source: Source, kept_out: KeptOut) -> tuple[list[StoredFile], dict[str, int]]:
    connection = world.connection
    learn_hosts(connection, COMPANY_HOSTS, kept_out)
    make(connection, *COMPANIES)
    _refuse_twins(connection, "company_keys")
    stored = keep(world, *COMPANIES[1:])
    connection.execute("insert into taught_domains select domain from company_aliases")
    if {"parent", "parent_domain"} & dict(source.columns).keys():
        make(connection, "company_parents")
        stored += keep(world, "company_parents")
    if source.facts:
        connection.execute(f"create or replace temp table told_facts as {company_facts_sql(source)}")
        make(connection, "new_facts")
        stored += keep(world, "new_facts")
    stored += learn_companies(world, facts=bool(source.facts))
    if world.count("parents"):
        know_families(world)
    rows = count(connection, "select count(*) from company_keys where account_id > 0")
    make(connection, "company_news")
    loaded = count(
        connection, "select count(*) from company_keys semi join company_news using (row) where account_id > 0"
    )
    return stored, {"loaded": loaded, "duplicates": rows - loaded} | _without_account(
        connection, "select rule, count(*) from company_keys where account_id = 0 group by rule"
    )


def _actors(world: World, source: Source, kept_out: KeptOut) -> tuple[list[StoredFile], dict[str, int]]:
    connection = world.connection
    seen: list[StoredFile] = []
    shows = _shows_visitors(source)
    if source.table == "activities":
        suspect(world)
        make(connection, *DUPLICATES)
        seen = _learn_visitors(world, kept_out) if shows else []
    else:
        connection.execute(f"create or replace temp table duplicates as {step_sql('no_duplicates')}")
    make(connection, "actors")
    ask_contacts(connection, visitors=FILES_VISITORS if shows else "")
    make(connection, "named")
    learn_hosts(connection, NAMED_HOSTS, kept_out)
    learned = _learn_names(world, source)
    ask_named(connection)
    make(connection, *RESOLVED, *ACTORS)
    connection.execute(
        "insert into moving select distinct person_id from settled "
        "where moves or person_id in (select person_id from given_roles)"
    )
    _refuse_twins(connection, "(select account_id, domain as key from resolved where rule like 'created from %')")
    without = _without_account(
        connection,
        "select rule, cast(sum(rows) as bigint) from settled "
        "where account_id = 0 and until = getvariable('no_end') group by rule",
    )
    stored = [*seen, *learned, *keep(world, *ACTORS)]
    if source.table == "people":
        make(connection, *CONTACTS)
        stored += keep(world, *CONTACTS)
        rows = count(connection, "select count(*) from staged where fate = 0")
        loaded = count(connection, "select count(*) from contact_people")
        return stored, {"loaded": loaded, "duplicates": rows - loaded} | without
    make(connection, *ACTS)
    _refuse_twin_shapes(connection)
    stored += keep(world, "actor_people", "new_activities", "new_shapes")
    loaded = sum(file.rows for file in stored if file.table == "activities")
    return stored, {"loaded": loaded, "duplicates": count(connection, "select count(*) from duplicates")} | without


def _edition(world: World, file: str, step: str) -> tuple[list[StoredFile], dict[str, int]]:
    """Store what a file tells as its next edition, which takes the place of what it told before."""
    connection = world.connection
    say(connection, file=text_sql(file))
    earlier = f"from {MADE[step]} where source = getvariable('source') and file = getvariable('file')"
    edition = count(connection, f"select coalesce(max(edition), 0) + 1 {earlier}")
    say(connection, edition=f"{edition}::bigint")
    make(connection, step)
    stored = keep(world, step)
    kept = count(connection, "select count(*) from staged where fate = 0")
    loaded = min(kept, sum(one.rows for one in stored))  # a row of several topics is one row
    return stored, {"loaded": loaded, "skipped": kept - loaded}


def _shows_visitors(source: Source) -> bool:
    """Whether acts of a source may tell who its visitors are: it maps a name beside their ids."""
    columns = dict(source.columns)
    return source.table == "activities" and "visitor" in columns and bool({"email", "person"} & columns.keys())


def _learn_visitors(world: World, kept_out: KeptOut) -> list[StoredFile]:
    """Store how a file shows its visitors: under which names, from which networks."""
    learn_hosts(world.connection, NETWORKS, kept_out)
    world.connection.execute(f"create or replace temp table shown_before as {SHOWN_BEFORE}")
    make(world.connection, *VISITORS)
    return keep(world, *VISITORS)


def _learn_names(world: World, source: Source) -> list[StoredFile]:
    """Look up the names of companies that a file states."""
    return learn_stated(world) if {"company", "address"} & dict(source.columns).keys() else []


def _speak_of(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Tell the steps which source they work on."""
    columns = dict(source.columns)
    of_people = source.table == "people"
    say(
        connection,
        source=text_sql(source.name),
        of_table=text_sql(source.table),
        account_rule=text_sql("account of the contact" if of_people else "account of the act"),
        account_column=text_sql(_theirs(columns, "account")),
        domain_column=text_sql(_theirs(columns, "domain")),
        company_column=text_sql(_theirs(columns, "company")),
    )


def _theirs(columns: Mapping[str, Column], ours: str) -> str:
    return " and ".join(columns[ours].reads) if ours in columns else ours


def _without_account(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {f"{WITHOUT_ACCOUNT}{rule}": int(rows) for rule, rows in connection.execute(sql).fetchall()}


def _placed_counts(connection: duckdb.DuckDBPyConnection, news: str) -> dict[str, int]:
    """Rows that speak of accounts by their fate: of no account we know is rejected, of what is never one is skipped."""
    placed, unknown, never = connection.execute(
        "select count(*) filter (where account_id > 0), count(*) filter (where account_id is null), "
        "count(*) filter (where account_id = 0) from placed where fate = 0"
    ).fetchall()[0]
    told = placed
    if news in ("new_facts", "new_intent"):
        told = count(connection, f"select count(*) from told_{news.removeprefix('new_')} where account_id > 0")
    loaded = count(connection, f"select count(*) from {news} where account_id > 0")
    return {"loaded": loaded, "duplicates": told - loaded, "rejected": unknown, "skipped": never}


def _refuse_twins(connection: duckdb.DuckDBPyConnection, keys: str) -> None:
    """Two natural keys with one number would become one account."""
    known = (
        f"select account_id, domain from accounts where domain <> '' and account_id in (select account_id from {keys})"
    )
    twins = connection.execute(
        f"with keys as (select account_id, key from {keys} union {known}) "
        "select min(key), max(key) from keys where account_id > 0 group by account_id having min(key) <> max(key)"
    ).fetchall()
    _refuse([f"The accounts {quoted(a)} and {quoted(b)} have the same number." for a, b in twins])


def _refuse_twin_shapes(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "select shape_id from (from shapes union from new_shapes) group by shape_id having count(*) > 1"
    twins = connection.execute(sql).fetchall()
    _refuse([f"Two kinds of act have the same number {number}." for (number,) in twins])


def _refuse(found: list[str]) -> None:
    if found:
        mend = "Rename one of them in the source, or leave it out with “skip”."
        raise Refused([Problem(Place("mqa.yaml"), what, mend) for what in found])
