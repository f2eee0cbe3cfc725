"""Whom a person means when they correct who is who: natural keys of accounts, domains and people, or why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from mqa.answers import finding
from mqa.identity.addresses import ROLE, mailbox
from mqa.identity.corrections import in_force, is_domain, way
from mqa.identity.domains import domain
from mqa.ledger import corrections, segments
from mqa.reading import Connection, Row, rows
from mqa.sources.records import BESIDE, KEPT_BESIDE
from mqa.terms.corrections import Correction
from mqa.terms.countries import in_country, with_country
from mqa.terms.documents import quoted
from mqa.terms.keys import number_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table

TABLES = ("accounts", "aliases", "people", "activities")
CLAIMED = ("domain of the company", "further domain of the company")  # rules by which a company's record has a domain
VISITOR = "visitor:"  # what may stand before the id of one
KEY = """
    select coalesce(
        max(nullif(domain, '')) filter (where times > 0),
        (select max(person_key) from records where kind = 'company' and account_id = $account)
    ) as key
    from accounts
    where first_account = $account
"""
RECORD = """
    select source, record, kind, account_id, person_id, person_key, said, rule, known_on
    from records
    where record = $word or source || ':' || record = $word
    qualify row_number() over (partition by source, record, kind order by learned_on desc, known_on desc) = 1
    order by kind, source, record
"""
PERSON = """
    select distinct person_id, person_key
    from people
    where (person_id > 0 or not starts_with(person_key, 'visitor:')) and (person_key = $word or person_key = (
        select person_key from records where kind = 'person' and (record = $typed or source || ':' || record = $typed)
        order by learned_on desc, known_on desc, person_key limit 1
    ))
"""


@dataclass(frozen=True)
class Named:
    """An account as corrections name it: its natural key (a domain, or source:id), its number, its name."""

    key: str
    account_id: int
    name: str = ""

    @property
    def called(self) -> str:
        """The account as people call it."""
        return self.key if is_domain(self.key) else self.name or self.key


@contextmanager
def identities(folder: Path, *, memory_limit: str) -> Iterator[Connection]:
    """An engine with what is known of who is who: accounts, aliases, people and acts with all that
    loading knows, records, stated names, visitors, networks."""
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        for table in TABLES:
            columns = WORLD[table].columns | KEPT_BESIDE[table]
            open_table(connection, table, folder, segments.live(table), columns)
        for name in ("records", "company_names", "visitors", "network_ranges", "families"):
            open_table(connection, name, folder, segments.live(name), BESIDE[name].columns)
        yield connection


def account(connection: Connection, typed: str, *, exactly: bool = True) -> Named:
    """The account that stands today and is meant by a domain, a name or a number. Raises Refused.

    `exactly`: see `mqa.answers.finding.account`; then also by a company's id, and of what is never an account it is
    said that somebody said so.
    """
    if exactly and (one := company(connection, typed)) is not None and stands(connection, one.account_id):
        return one
    try:
        found = finding.account(connection, typed, exactly=exactly)
    except Refused:
        if exactly:
            refuse_struck(connection, typed)
            if one := _moved(connection, typed):
                return named(connection, number_of(way(in_force(corrections.said()), one.key)[-1]))
        raise
    return named(connection, found.account_id)


def refuse_struck(connection: Connection, typed: str) -> None:
    """Raises Refused where somebody said that what is meant is never an account."""
    if never := struck(connection, typed):
        what = f"{never.subject} is never an account, by correction {never.number}."
        _refuse(what, f"To make it one again: mqa identity undo {never.number}")


def _moved(connection: Connection, typed: str) -> Named | None:
    """The company that people made a part of an account that stands, by its id or by what it was called."""
    query = "select distinct first_account from accounts where lower(name) = ?"
    called = connection.execute(query, [typed.strip().lower()]).fetchall()
    found = [one] if (one := company(connection, typed)) else [named(connection, number) for (number,) in called]
    held = in_force(corrections.said())
    moved = [one for one in found if stands(connection, number_of(way(held, one.key)[-1]))]
    return moved[0] if len(moved) == 1 else None


def named(connection: Connection, account_id: int) -> Named:
    """An account by its number, whether or not it stands today."""
    [(key,)] = connection.execute(KEY, {"account": account_id}).fetchall()
    query = "select arg_max(name, row(told_on, name)) as name from accounts where first_account = ? and name <> ''"
    [(name,)] = connection.execute(query, [account_id]).fetchall()
    return Named(key or str(account_id), account_id, name or "")


def itself(connection: Connection, typed: str) -> Named:
    """An account as above, not by another domain that leads to it: what is said of that is not said of the account. A
    company without a domain is meant by its id, also where it leads to another since, and what is never an account by
    what it was called."""
    if (one := company(connection, typed)) is not None:
        return one
    try:
        found = named(connection, finding.account(connection, typed, exactly=True).account_id)
    except Refused:
        if never := struck(connection, typed):
            return Named(never.subject, number_of(never.subject))
        if one := _moved(connection, typed):
            return one
        raise
    if (meant := registered(typed)) and meant != found.key and leads_to(connection, meant) == found.account_id:
        what = f"{quoted(typed)} is no account of its own: it leads to {found.called}."
        _refuse(what, f"Name that one, or say where the domain leads: mqa identity alias {meant} ACCOUNT.")
    return found


def company(connection: Connection, typed: str) -> Named | None:
    """The account of a company whose source knows no domain, by its id there (`id`, `source:id`), if one is meant."""
    keys = {row["person_key"] for row in records(connection, typed) if row["kind"] == "company" and row["account_id"]}
    keys = {key for key in keys if not is_domain(key)}
    return named(connection, number_of(keys.pop())) if len(keys) == 1 else None


def struck(connection: Connection, typed: str) -> Correction | None:
    """The correction by which what is meant by a domain, an id or a name is never an account, if one holds."""
    never = {one.subject: one for one in in_force(corrections.said()).values() if one.kind == "never"}
    itself = company(connection, typed) if never else None
    query = "select distinct first_account from accounts where lower(name) = ?"
    called = connection.execute(query, [typed.strip().lower()]).fetchall() if never else []
    keys = {registered(typed.strip().lower()), itself.key if itself else ""}
    return next((one for key, one in never.items() if key in keys or (number_of(key),) in called), None)


def stands(connection: Connection, account_id: int) -> bool:
    """Whether an account stands today, and leads to no other."""
    query = "select coalesce(sum(times), 0) from accounts where account_id = ?"
    return bool(connection.execute(query, [account_id]).fetchall()[0][0])


def registered(typed: str) -> str:
    """The registrable domain of a host, with its country if it has one; empty for what is none."""
    host, country = with_country(typed)
    return in_country(domain(host).domain, country)


def domain_of(typed: str) -> str:
    """The registrable domain that is meant, with its country if it has one. Raises Refused where it is none, or many
    companies' (gmail.com)."""
    host, country = with_country(typed.split("://")[-1].split("/")[0].split("@")[-1])
    found = domain(host)
    if found.rule or not found.domain:
        what = f"{quoted(typed)} is no domain of a company" + (f" ({found.rule})." if found.rule else ".")
        _refuse(what, "Name one as in acme.com; mail providers and hosting belong to nobody.")
    return in_country(found.domain, country)


def leads_to(connection: Connection, domain_name: str) -> int | None:
    """The account that a domain leads to today; None: to none."""
    query = f"select account_id from ({finding.led_sql()}) where domain = ?"
    found = connection.execute(query, [domain_name]).fetchall()
    return int(found[0][0]) if found else None


def claimant(connection: Connection, domain_name: str) -> Row | None:
    """The company's record that has a domain as its own, if any."""
    query = """
        select source, arg_max(name, told_on) as name from accounts
        where domain = ? and rule = 'domain of the company' and times > 0
        group by source order by source
    """
    return next(iter(rows(connection, query, [domain_name])), None)


def person(connection: Connection, typed: str) -> str:
    """The key of a person known by name, by their address or a contact's id. Raises Refused."""
    found = rows(connection, PERSON, {"word": typed.strip().lower(), "typed": typed.strip()})
    if not found:
        _refuse(f"Nobody is known as {quoted(typed)}.", "Name them by their e-mail address, or by a contact's id.")
    if len(found) > 1:
        some = ", ".join(row["person_key"] for row in found[:8])
        _refuse(f"{quoted(typed)} may be any of several people.", f"Name one: {some}.")
    return str(found[0]["person_key"])


def by_itself(connection: Connection, person_key: str, account_key: str) -> bool:
    """Whether an address is a mailbox that many read, and of an account as it is: nothing is left to say of it."""
    query = "select 1 from people where person_key = ? and account_id = ? having sum(times) > 0"
    shared = "@" in person_key and mailbox(person_key.split("@")[0]) == ROLE
    return shared and bool(connection.execute(query, [person_key, number_of(account_key)]).fetchall())


def visitor(connection: Connection, typed: str) -> str:
    """A visitor by its id (`id`, `source:id`, `visitor:` before either), as `source:id`. Raises Refused."""
    found = visitors(connection, typed)
    if not found:
        mend = "Name the id as the source has it; sources that map “visitor” beside “email” or “person” are looked at."
        _refuse(f"No act shows a visitor {quoted(typed)}.", mend)
    if len(found) > 1:
        _refuse(f"{quoted(typed)} is a visitor of several sources.", f"Name one: {', '.join(found[:8])}.")
    return found[0]


def visitors(connection: Connection, typed: str) -> list[str]:
    """The visitors that may be meant by an id, as `source:id`."""
    word = typed.strip().removeprefix(VISITOR)
    query = (
        "select distinct source || ':' || visitor as key from visitors "
        "where visitor = $word or source || ':' || visitor = $word order by key"
    )
    return [str(one["key"]) for one in rows(connection, query, {"word": word})]


def records(connection: Connection, typed: str) -> list[Row]:
    """What sources' records of an id say (`id`, or `source:id`), each as its source said last."""
    return rows(connection, RECORD, {"word": typed.strip()})


def _refuse(what: str, mend: str) -> NoReturn:
    raise Refused([Problem(Place(""), what, mend)])
