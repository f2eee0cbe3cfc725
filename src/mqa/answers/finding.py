"""Finding one account by what a person types: a domain, another domain of it, a name, an e-mail address, a number."""

from __future__ import annotations

from dataclasses import dataclass

from mqa.answers.reading import NAMED, Connection, Row, rows
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused

MOST_LISTED = 8
LIKE_ENOUGH = 0.8  # of 1, by Jaro and Winkler


@dataclass(frozen=True)
class Account:
    """One company: its number, its canonical domain, its name and owner (empty where nobody said)."""

    account_id: int
    domain: str
    name: str
    owner: str


def account(connection: Connection, typed: str) -> Account:
    """The account that a person means; `accounts` and `aliases` must stand.

    Raises Refused where there is none (with the likeliest ones) or where a name stands for several.
    """
    word = _host(typed)
    ways = (
        ("domain = $word", word),
        ("account_id in (select account_id from aliases where domain = $word)", word),
        ("lower(name) = $word", typed.strip().lower()),
        ("cast(account_id as varchar) = $word", word),
        ("contains(lower(name), $word)", typed.strip().lower()),
    )
    for where, wanted in ways:
        query = f"select * from ({NAMED}) where {where} order by domain limit {MOST_LISTED + 1}"
        if wanted and (found := rows(connection, query, {"word": wanted})):
            return _only(found, typed)
    raise Refused([Problem(Place(""), f"There is no account {quoted(typed)}.", _likeliest(connection, word))])


def _host(typed: str) -> str:
    """A domain out of what may be a URL or an e-mail address.

    >>> _host("https://www.acme.com/pricing"), _host("ann@acme.com")
    ('acme.com', 'acme.com')
    """
    host = typed.strip().lower().split("://")[-1].split("/")[0].split("@")[-1]
    return host.removeprefix("www.")


def _only(found: list[Row], typed: str) -> Account:
    if len(found) == 1:
        return Account(**found[0])
    some = [row["domain"] for row in found[:MOST_LISTED]]
    more = " and others" if len(found) > MOST_LISTED else ""
    what = f"{quoted(typed)} may be any of several accounts."
    raise Refused([Problem(Place(""), what, f"Name one by its domain: {', '.join(some)}{more}.")])


def _likeliest(connection: Connection, word: str) -> str:
    """What was perhaps meant, by the likeness of domains and names, compared where they lie."""
    query = f"""
        select domain, greatest(
            jaro_winkler_similarity(domain, $word), jaro_winkler_similarity(lower(name), $word)
        ) as likeness
        from ({NAMED})
        order by likeness desc, domain
        limit 1
    """
    for row in rows(connection, query, {"word": word}):
        if row["likeness"] >= LIKE_ENOUGH:
            return f"Did you mean {quoted(row['domain'])}?"
    return "Name it by its domain; “mqa accounts” lists them, “mqa export accounts” all of them."
