"""The family of an account: its parent, the topmost company, and all who belong to it, by what was known on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mqa.ledger import segments
from mqa.reading import Connection, Row, rows, view_world
from mqa.sources.records import FAMILIES
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table

MOST = 50  # companies of a family
# unit: the account that a company's rows belong to because of its family; empty: they are its own.
FAMILY = """
    with standing as (
        select account_id, parent_id, top_id, unit_id, rule, min(known_on) as since
        from families
        where known_on <= $known_at
        group by account_id, parent_id, top_id, unit_id, rule
        having sum(times) > 0
    ),

    named as (
        select
            account_id, max(domain) as domain,
            coalesce(arg_max(name, row(told_on, name)) filter (where name <> ''), '') as name
        from accounts
        where account_id in (select unnest([account_id, parent_id, top_id, unit_id]) from standing)
        group by account_id
    ),

    called as (
        select account_id, coalesce(nullif(domain, ''), nullif(name, ''), cast(account_id as varchar)) as called, name
        from named
    )

    select
        s.account_id, c.called as company, c.name, p.called as parent, t.called as top,
        coalesce(u.called, '') as unit, s.rule, s.since
    from standing as s
    inner join called as c on c.account_id = s.account_id
    left join called as p on p.account_id = s.parent_id
    left join called as t on t.account_id = s.top_id
    left join called as u on u.account_id = s.unit_id
    where
        s.unit_id = $account
        or s.top_id in (select top_id from standing where account_id = $account union all select $account)
    order by s.since, company
    limit $most
"""
ROLLED_UP = """
    select top_id from families
    where account_id = $account and unit_id = top_id and rule = 'parent'
    group by top_id
    having sum(times) > 0
"""
CIRCLES = """
    select
        coalesce((select max(domain) from accounts as a where a.account_id = f.account_id), '') as company,
        coalesce((select max(domain) from accounts as a where a.account_id = f.parent_id), '') as parent
    from families as f
    where f.rule = 'closes a circle'
    group by f.account_id, f.parent_id
    having sum(f.times) > 0
    order by company, parent
"""


def family(connection: Connection, account_id: int, known_at: int) -> list[Row]:
    """One company that has a parent, of the family that an account is of, and since when; the topmost has no row.

    `families` and `accounts` must stand. Columns: account_id, company, name, parent, top, unit, rule, since.
    """
    return rows(connection, FAMILY, {"account": account_id, "known_at": known_at, "most": MOST})


def rolled_up(connection: Connection, account_id: int) -> int:
    """The topmost company to which an account is rolled up today; 0: to none."""
    return next((int(one["top_id"]) for one in rows(connection, ROLLED_UP, {"account": account_id})), 0)


def of_account(folder: Path, account_id: int, known_at: int, *, memory_limit: str) -> list[Row]:
    """The same, read from the warehouse."""
    if not (files := segments.live("families")):
        return []
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        open_table(connection, "families", folder, files, FAMILIES.columns)
        view_world(connection, folder, ("accounts",))
        return family(connection, account_id, known_at)


def circles(connection: Connection) -> list[Row]:
    """One company whose link to its parent closes a circle of parents today, and the parent."""
    return rows(connection, CIRCLES)


def sentence(found: Sequence[Mapping[str, Any]]) -> str:
    """What a family is and how it is scored, without its full stop; empty where there is none."""
    kin = [one for one in found if one["rule"] == "parent"]
    if not kin:
        return ""
    top, companies = kin[0]["top"], f"{len(kin) + 1:,} companies"
    unit = kin[0]["unit"]
    scored = "each scored by itself" + (f", and all as {unit}" if unit else "")
    scored = f"rolled up to {top}" if unit == top else scored
    return f"the family of {top} is {companies}, {scored}"
