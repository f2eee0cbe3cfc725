"""Placing: the steps that say who acted and which company is meant, run on the staged rows of one file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import duckdb

from mqa.identity.addresses import patterns
from mqa.identity.corrections import assigned_rows, called_rows, lead_rows, periods, role_rows, visitor_rows
from mqa.identity.domains import KEPT_OUT, KeptOut
from mqa.identity.networks import visited
from mqa.identity.visitors import MOST_PEOPLE
from mqa.loads.asking import (
    CORRECTED_DOMAINS,
    TOLD_DOMAINS,
    ask_contacts,
    ask_domains,
    ask_named,
    ask_rows,
    know_families,
    know_leads,
)
from mqa.loads.families import COPIED, copy_families, learn_families
from mqa.loads.naming import LED_ANEW, learn_companies, learn_stated
from mqa.loads.repeats import see_ids, suspect
from mqa.loads.reports import WITHOUT_ACCOUNT
from mqa.loads.staging import insert, parts
from mqa.loads.storing import World
from mqa.sources.agreed import Column, Source, Workspace
from mqa.sources.reading import FIRST_DAY
from mqa.sources.steps import (
    ACTORS,
    ACTS,
    COMPANIES,
    CONTACTS,
    DUPLICATES,
    KEY_NUMBER_SQL,
    MADE,
    MOVES,
    OF_ACCOUNTS,
    PLACED,
    RESOLVED,
    SET,
    STANDING,
    TAUGHT,
    VISITORS,
    company_facts_sql,
    made_sql,
    step_sql,
)
from mqa.terms.corrections import Correction
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.quoting import text_sql
from mqa.terms.stored import StoredFile

COMPANY_HOSTS = (
    "select host from staged union all select unnest(hosts) from staged union all select parent_host from staged"
)
NAMED_HOSTS = "select host from named"
SUBJECTS = "select host from staged where fate = 0"
NETWORKS = "select distinct nullif(split_part(actor, chr(31), 5), '') from staged where visitor is not null"
FILES_VISITORS = """
    select key_number('visitor:' || getvariable('source') || ':' || visitor)
    from (select distinct visitor from staged where visitor is not null)
"""
TAUGHT_VISITORS = (
    "select visitor_id from visitors where person_id in (select person_id from taught where person_id < 0)"
)
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
NEWS = {"facts": "new_facts", "intent": "new_intent", "outcomes": "new_outcomes"}


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
    for table, column in NOTED.items():
        connection.execute(f"create or replace temp table {table} ({column})")
    contacts = [one.name for one in agreed.sources if one.table == "people" and "id" in dict(one.columns)]
    names = ", ".join(text_sql(source.name) for source in agreed.sources)
    _say(
        connection,
        today=f"{today}::bigint",
        create_accounts=str(agreed.create_accounts).lower(),
        **{f"{rule.replace('-', '_').replace(' ', '_')}_pattern": text_sql(sql) for rule, sql in patterns().items()},
        families=text_sql(agreed.families),
        copied=f"{COPIED}::bigint",
        kept_out=f"[{', '.join(map(text_sql, KEPT_OUT))}]::varchar[]",
        source_names=f"[{names}]::varchar[]",
        contact_source=text_sql(contacts[0] if contacts else ""),
        most_people=f"{MOST_PEOPLE}::bigint",
        ever=f"{EVER}::bigint",
        no_end=f"{NO_END}::bigint",
    )
    world.see()
    for table in ("accounts", "activities", "people", "records", "visitors"):
        world.remember(table, f"earlier_{table}")
    correct(world, said)
    connection.execute("create or replace temp table earlier_leads as from leads")


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
    _say(connection, source="'corrections'", of_table="'activities'")
    insert(connection, "corrected_accounts", ["bigint"], [(one,) for one in accounts])
    insert(connection, "corrected_people", ["bigint"], [(one,) for one in people])
    insert(connection, "corrected_names", ["varchar"], [(one,) for one in names])
    insert(connection, "corrected_visitors", ["varchar"], [(one,) for one in visitors])


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
            _make(connection, "told_again")
            connection.execute("insert into moving select person_id from told_again")
        return done
    if source.table == "networks":
        return _networks(world, file)
    _learn_hosts(connection, SUBJECTS, kept_out)
    stored = _learn_names(world, source)
    ask_rows(connection)
    _make(connection, "account_periods", "unit_places")
    connection.execute(f"create or replace temp view all_places as from {_places(source.table)}")
    _make(connection, *PLACED, *(["told_facts"] if source.table == "facts" else []), NEWS[source.table])
    stored += _keep(world, NEWS[source.table])
    return stored, _placed_counts(connection, NEWS[source.table])


def move(world: World, kept_out: KeptOut) -> tuple[list[StoredFile], dict[str, int]]:
    """Store what this load and earlier ones together move: people and their acts."""
    connection = world.connection
    connection.execute(f"insert into corrected_accounts {LED_ANEW}")
    for table in ("records", "company_names", "visitors"):
        world.tell_learned(table)
    stored = learn_families(world)
    ask_domains(connection, CORRECTED_DOMAINS)
    connection.execute(
        "insert into taught_domains select distinct domain from alias_periods "
        "where key_number(domain) in (from corrected_accounts) or claimed in (from corrected_accounts)"
    )
    _make(connection, *TAUGHT)
    if not _count(connection, "select count(*) from taught"):
        return stored, {}
    _say(connection, of_table="'activities'", account_rule="'account of the act'")
    ask_contacts(connection, "select person_id from taught", TAUGHT_VISITORS)
    _make(connection, *STANDING)
    connection.execute(made_sql("named", "named_again"))
    _learn_hosts(connection, NAMED_HOSTS, kept_out)
    ask_named(connection)
    _make(connection, *RESOLVED, *ACTORS, *MOVES)
    stored += _keep(world, *ACTORS, *MOVES)
    people = _count(connection, "select count(distinct first_person) from moved_people")
    acts = _count(connection, "select count(distinct activity_id) from moved_activities")
    return stored, {what: n for what, n in {"people moved": people, "acts moved": acts}.items() if n}


def move_told(world: World) -> list[StoredFile]:
    """Store what moves what is told of accounts to where their domains lead: accounts, domains, facts, research,
    outcomes; and what stands at the accounts of families too."""
    connection = world.connection
    _make(connection, *SET)
    stored = _keep(world, *SET)
    for table in ("aliases", *OF_ACCOUNTS):
        world.tell_learned(table)
    ask_domains(connection, TOLD_DOMAINS)
    _make(connection, "account_periods", "unit_places", "moved_aliases")
    stored += _keep(world, "moved_aliases")
    if not _count(connection, "select count(*) from unit_places"):
        return stored + copy_families(world)
    for table in OF_ACCOUNTS:
        still = " where leads_to = account_id" if table == "accounts" else ""  # it stands nowhere else than at itself
        connection.execute(f"create or replace temp view all_places as from {_places(table)}")
        connection.execute(f"create or replace temp view places as select * from all_places{still}")
        connection.execute(f"create or replace temp view told_of_accounts as select * from {table}")
        connection.execute(made_sql("moved_told"))
        stored += world.keep(table, "select * from moved_told")
    return stored + copy_families(world)


def _places(table: str) -> str:
    """Where what is told of accounts belongs: facts stay with their company, whatever its family."""
    return "account_periods" if table == "facts" else "unit_places"


def _companies(world: World, source: Source, kept_out: KeptOut) -> tuple[list[StoredFile], dict[str, int]]:
    connection = world.connection
    _learn_hosts(connection, COMPANY_HOSTS, kept_out)
    _make(connection, *COMPANIES)
    _refuse_twins(connection, "company_keys")
    stored = _keep(world, *COMPANIES[1:])
    connection.execute("insert into taught_domains select domain from company_aliases")
    if {"parent", "parent_domain"} & dict(source.columns).keys():
        _make(connection, "company_parents")
        stored += _keep(world, "company_parents")
    if source.facts:
        connection.execute(f"create or replace temp table told_facts as {company_facts_sql(source)}")
        _make(connection, "new_facts")
        stored += _keep(world, "new_facts")
    stored += learn_companies(world)
    if world.count("parents"):
        know_families(world)
    rows = _count(connection, "select count(*) from company_keys where account_id > 0")
    _make(connection, "company_news")
    loaded = _count(
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
        suspect(world, source.name)
        _make(connection, *DUPLICATES)
        seen = _learn_visitors(world, kept_out) if shows else []
    else:
        connection.execute(f"create or replace temp table duplicates as {step_sql('no_duplicates')}")
    _make(connection, "actors")
    ask_contacts(connection, visitors=FILES_VISITORS if shows else "")
    _make(connection, "named")
    _learn_hosts(connection, NAMED_HOSTS, kept_out)
    learned = _learn_names(world, source)
    ask_named(connection)
    _make(connection, *RESOLVED, *ACTORS)
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
    stored = [*seen, *learned, *_keep(world, *ACTORS)]
    if source.table == "people":
        _make(connection, *CONTACTS)
        stored += _keep(world, *CONTACTS)
        rows = _count(connection, "select count(*) from staged where fate = 0")
        loaded = _count(connection, "select count(*) from contact_people")
        return stored, {"loaded": loaded, "duplicates": rows - loaded} | without
    _make(connection, *ACTS)
    _refuse_twin_shapes(connection)
    stored += _keep(world, "actor_people", "new_activities", "new_shapes")
    see_ids(world)
    loaded = sum(file.rows for file in stored if file.table == "activities")
    return stored, {"loaded": loaded, "duplicates": _count(connection, "select count(*) from duplicates")} | without


def _networks(world: World, file: str) -> tuple[list[StoredFile], dict[str, int]]:
    """Store the networks of a file; they take the place of those that the file told before."""
    connection = world.connection
    _say(connection, file=text_sql(file))
    earlier = "from network_ranges where source = getvariable('source') and file = getvariable('file')"
    edition = _count(connection, f"select coalesce(max(edition), 0) + 1 {earlier}")
    _say(connection, edition=f"{edition}::bigint")
    _make(connection, "new_networks")
    stored = _keep(world, "new_networks")
    loaded = sum(one.rows for one in stored)
    kept = _count(connection, "select count(*) from staged where fate = 0")
    return stored, {"loaded": loaded, "skipped": kept - loaded}


def _shows_visitors(source: Source) -> bool:
    """Whether acts of a source may tell who its visitors are: it maps a name beside their ids."""
    columns = dict(source.columns)
    return source.table == "activities" and "visitor" in columns and bool({"email", "person"} & columns.keys())


def _learn_visitors(world: World, kept_out: KeptOut) -> list[StoredFile]:
    """Store how a file shows its visitors: under which names, from which networks."""
    _learn_hosts(world.connection, NETWORKS, kept_out)
    _make(world.connection, *VISITORS)
    return _keep(world, *VISITORS)


def _learn_names(world: World, source: Source) -> list[StoredFile]:
    """Look up the names of companies that a file states."""
    return learn_stated(world) if {"company", "address"} & dict(source.columns).keys() else []


def _keep(world: World, *steps: str) -> list[StoredFile]:
    return [file for step in steps for file in world.keep(MADE[step], f"select * from {step}")]


def _make(connection: duckdb.DuckDBPyConnection, *steps: str) -> None:
    for step in steps:
        connection.execute(made_sql(step))


def _speak_of(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Tell the steps which source they work on."""
    columns = dict(source.columns)
    of_people = source.table == "people"
    _say(
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


def _say(connection: duckdb.DuckDBPyConnection, **variables: str) -> None:
    for name, sql in variables.items():
        connection.execute(f"set variable {name} = {sql}")


def _learn_hosts(connection: duckdb.DuckDBPyConnection, hosts: str, kept_out: KeptOut) -> None:
    """Judge each distinct host once."""
    new = f"select distinct t.host from ({hosts}) as t (host) anti join hosts using (host) where t.host is not null"
    connection.execute(f"create or replace temp table new_hosts as {new}")
    columns = "host varchar, domain varchar, rule varchar, lent varchar, network varchar"
    connection.execute(f"create or replace temp table judged ({columns})")
    for part in parts(connection, "new_hosts"):
        insert(connection, "judged", ("varchar",) * 5, [visited(host, kept_out) for (host,) in part])
    connection.execute(
        "insert into hosts select *, case when domain <> '' then key_number(domain) else 0 end from judged"
    )


def _without_account(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {f"{WITHOUT_ACCOUNT}{rule}": int(rows) for rule, rows in connection.execute(sql).fetchall()}


def _placed_counts(connection: duckdb.DuckDBPyConnection, news: str) -> dict[str, int]:
    """Rows that speak of accounts by their fate: of no account we know is rejected, of what is never one is skipped."""
    placed, unknown, never = connection.execute(
        "select count(*) filter (where account_id > 0), count(*) filter (where account_id is null), "
        "count(*) filter (where account_id = 0) from placed where fate = 0"
    ).fetchall()[0]
    told = placed
    if news == "new_facts":
        told = _count(connection, "select count(*) from told_facts where account_id > 0")
    loaded = _count(connection, f"select count(*) from {news} where account_id > 0")
    return {"loaded": loaded, "duplicates": told - loaded, "rejected": unknown, "skipped": never}


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


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
