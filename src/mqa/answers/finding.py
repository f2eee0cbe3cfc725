"""Finding one account by what a person types: a domain, another domain of it, a name, an e-mail address, a number."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.answers.reading import Connection, Row, named_sql, rows
from mqa.reading import Account as Account
from mqa.terms.countries import in_country, with_country
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused

MOST_LISTED = 8
LIKE_ENOUGH = 0.8  # of 1, by Jaro and Winkler
WORKS_AT = """
    account_id in (
        select account_id
        from people
        where
            person_key = $word and account_id > 0{known}
            and account_id not in (select account_id from accounts where rule = 'family')
        group by account_id
        having sum(times) > 0
        order by max(known_on) filter (where times > 0) desc, account_id
        limit 1
    )
"""
CONTAINS = "contains(lower(name), $word)"
IN_A_COUNTRY = "split_part(domain, ':', 1) = $word"  # acme.com, where acme.com:DE is meant, or one of several
Way = tuple[str, str]  # a condition, and the word it asks about


def account(connection: Connection, typed: str, known_at: int | None = None, *, exactly: bool = False) -> Account:
    """The account that a person means; `accounts`, `aliases` and `people` must stand.

    An address leads to where its person works by their record, then to the account of its domain. What was known by
    `known_at` (an account that was merged since) comes first. `exactly`: neither by an address nor by a part of a name,
    as is wanted where something is to be done. Raises Refused where there is none (with those that were perhaps meant)
    or where a name stands for several.
    """
    for known in dict.fromkeys((known_at, None)):
        ways, perhaps = _ways(typed, known, exactly=exactly)
        if found := _found(connection, ways, known):
            return _only(found, typed)
    meant = _found(connection, perhaps, None) or _likeliest(connection, _host(typed))
    raise Refused([Problem(Place(""), f"There is no account {quoted(typed)}.", _perhaps(meant))])


def _ways(typed: str, known_at: int | None, *, exactly: bool) -> tuple[list[Way], list[Way]]:
    """The ways in which an account is meant, the surest first, and those in which it is perhaps meant."""
    word, as_typed = _host(typed), typed.strip().lower()
    known = "" if known_at is None else f" and known_on <= {known_at}"
    works_at = [(WORKS_AT.format(known=known), as_typed)] if "@" in as_typed else []
    ways = _named(as_typed, word, known_at)
    perhaps = [(IN_A_COUNTRY, word), (CONTAINS, as_typed)]
    if not exactly:
        ways, perhaps = [*works_at, *ways, *perhaps], []
    elif works_at:
        ways, perhaps = [], [*works_at, *ways, *perhaps]
    return ways, perhaps


def _named(as_typed: str, word: str, known_at: int | None) -> list[Way]:
    """The ways in which an account is named, the surest first."""
    return [
        ("domain = $word", word),
        (f"account_id in (select account_id from ({led_sql(known_at)}) where domain = $word)", word),
        ("lower(name) = $word", as_typed),
        ("cast(account_id as varchar) = $word", word),
    ]


def _found(connection: Connection, ways: Sequence[Way], known_at: int | None) -> list[Row]:
    """The accounts that the first of these ways leads to that leads to any; one more than are ever listed."""
    for where, wanted in ways:
        named = named_sql(known_at)
        query = f"select * from ({named}) where {where} order by domain, account_id limit {MOST_LISTED + 1}"
        if wanted and (found := rows(connection, query, {"word": wanted})):
            return found
    return []


def as_of(connection: Connection, one: Account, known_at: int) -> tuple[Account, tuple[str, ...]]:
    """An account as it was known on a day, and the other domains that led to it then."""
    return known(connection, one.account_id, known_at) or (one, _others(connection, one, known_at))


def known(connection: Connection, account_id: int, known_at: int) -> tuple[Account, tuple[str, ...]] | None:
    """The account of a number and the other domains that led to it, as known on a day; None where it was not."""
    named = rows(connection, f"select * from ({named_sql(known_at)}) where account_id = $one", {"one": account_id})
    if not named:
        return None
    one = Account(**named[0])
    return one, _others(connection, one, known_at)


def _others(connection: Connection, one: Account, known_at: int) -> tuple[str, ...]:
    query = f"select domain from ({led_sql(known_at)}) where account_id = ? and domain <> ? order by domain"
    return tuple(domain for (domain,) in connection.execute(query, [one.account_id, one.domain]).fetchall())


def led_sql(known_at: int | None = None) -> str:
    """A query for the account that each domain leads to, by what was known on a day."""
    known = "" if known_at is None else f" and known_on <= {known_at}"
    return f"select domain, account_id from aliases where account_id > 0{known} group by all having sum(times) > 0"


def _host(typed: str) -> str:
    """A domain, or one in a country, out of what may be a URL or an e-mail address.

    >>> _host("https://www.acme.com/pricing"), _host("ann@acme.com"), _host("acme.com:de")
    ('acme.com', 'acme.com', 'acme.com:DE')
    """
    host = typed.strip().lower().split("://")[-1].split("/")[0].split("@")[-1]
    return in_country(*with_country(host.removeprefix("www.")))


def _only(found: list[Row], typed: str) -> Account:
    if len(found) == 1:
        return Account(**found[0])
    what = f"{quoted(typed)} may be any of several accounts."
    raise Refused([Problem(Place(""), what, f"Name one by its domain: {_listed(found)}.")])


def _likeliest(connection: Connection, word: str) -> list[Row]:
    """The account that was perhaps meant, by the likeness of domains and names, compared where they lie."""
    query = f"""
        select *, greatest(
            jaro_winkler_similarity(domain, $word), jaro_winkler_similarity(lower(name), $word)
        ) as likeness
        from ({named_sql()})
        order by likeness desc, domain
        limit 1
    """
    return [row for row in rows(connection, query, {"word": word}) if row["likeness"] >= LIKE_ENOUGH]


def _perhaps(meant: Sequence[Row]) -> str:
    """The question whether one of these was meant; where there is none, how to name an account."""
    if not meant:
        return "Name it by its domain; “mqa accounts” lists them, “mqa export accounts” all of them."
    return f"Did you mean {'one of: ' if len(meant) > 1 else ''}{_listed(meant)}?"


def _listed(found: Sequence[Row]) -> str:
    """Accounts as one may name them: by domain, those without one by number; and what they are called."""
    some = [
        f"{row['domain'] or row['account_id']}{' (' + row['name'] + ')' if row['name'] else ''}"
        for row in found[:MOST_LISTED]
    ]
    return f"{', '.join(some)}{' and others' if len(found) > MOST_LISTED else ''}"
