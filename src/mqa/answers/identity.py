"""What an account was made of: the records, domains and people that were found to be one company, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mqa.line import Accounts
from mqa.reading import rows, view_world
from mqa.warehouse.opening import open_warehouse

MOST_RECORDS = 50
# What each source said last: a name and an owner may be told in rows of their own.
RECORDS = """
    select
        source, rule,
        coalesce(arg_max(name, known_on) filter (where name <> ''), '') as name,
        coalesce(arg_max(owner, known_on) filter (where owner <> ''), '') as owner,
        min(known_on) as first_known, max(known_on) as last_known, count(*) as records
    from accounts
    where known_on <= $known_at
    group by source, rule
    order by last_known desc, source, rule
    limit $most
"""
DOMAINS = """
    select domain, rule, source, min(known_on) as first_known, max(known_on) as last_known
    from aliases
    where known_on <= $known_at
    group by domain, rule, source
    order by first_known, domain, rule, source
    limit $most
"""
MEMBERS = """
    select rule, source, count(distinct person_id) as people, min(known_on) as first_known, max(known_on) as last_known
    from (
        select rule, source, person_id, min(known_on) as known_on
        from people
        where person_id > 0 and known_on <= $known_at
        group by rule, source, person_id
        having sum(times) > 0
    )
    group by rule, source
    order by people desc, rule, source
    limit $most
"""
Row = dict[str, Any]


@dataclass(frozen=True)
class Identity:
    """Rows of what sources said of the company, of the domains that lead to it, and of how its people were placed."""

    records: tuple[Row, ...]
    domains: tuple[Row, ...]
    people: tuple[Row, ...]


def identity(folder: Path, account_id: int, known_at: int, *, memory_limit: str) -> Identity:
    """What was known on a day of what the account is made of; the first rows of each kind."""
    given = {"known_at": known_at, "most": MOST_RECORDS}
    only = Accounts(account_id, account_id)
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        view_world(connection, folder, ("accounts", "aliases", "people"), only)
        return Identity(*(tuple(rows(connection, query, given)) for query in (RECORDS, DOMAINS, MEMBERS)))
