"""AQLs: the people at the qualified accounts of a run whom sales should contact, and the MQLs beside them."""

from __future__ import annotations

from dataclasses import dataclass

from mqa.grounds import PEOPLE
from mqa.ledger.runs import PublishedRun
from mqa.reading import Connection, named_sql, rows
from mqa.terms.rules import Definition

# The accounts as the list of accounts has them, and of each its people in their order.
AQLS = """
    with people as (
        select * from main.people where account_id in (select account_id from aqls)
    ),

    titled as ({titled})

    select
        n.domain, n.name, a.account_id, a.level, a.rank, t.person_key, t.title, a.role, a.points,
        a.as_of - a.seen_age as last_act, a.engaged, a.mql, a.reach
    from aqls as a
    inner join ({named}) as n on n.account_id = a.account_id
    inner join scores as s on s.account_id = a.account_id
    left join titled as t on t.account_id = a.account_id and t.person_id = a.person_id
    where a.rank <= $most
    order by a.level desc, s.engagement desc, n.domain, a.account_id, a.rank
"""
COUNTED = """
    select
        (select count(*) from aqls) as aqls,
        (select count(distinct account_id) from aqls) as accounts,
        (select count(*) from aqls where mql = 1) as mqls_among_them,
        (select cast(coalesce(sum(mqls), 0) as bigint) from scores) as mqls
"""


@dataclass(frozen=True)
class Aql:
    """One person at a qualified account; `rank` among its people, `points` in millionths, `last_act` a day number."""

    account_id: int
    domain: str
    name: str
    level: str
    rank: int
    person: str
    title: str
    role: str
    points: int
    last_act: int
    engaged: bool
    mql: bool
    reach: str


def aqls(connection: Connection, run: PublishedRun, definition: Definition, *, most: int) -> list[Aql]:
    """At most so many of each account, the highest level first, then engagement, then rank.

    `aqls`, `scores`, `accounts` and `people` must stand.
    """
    levels = ["", *(level.name for level in definition.levels)]
    roles = ["", *(role.name for role in definition.roles)]
    query = AQLS.format(named=named_sql(run.known_at), titled=PEOPLE)
    return [
        Aql(
            *(row["account_id"], row["domain"], row["name"], levels[row["level"]], row["rank"]),
            *(row["person_key"] or "somebody", row["title"] or "", roles[row["role"]], row["points"], row["last_act"]),
            engaged=bool(row["engaged"]),
            mql=bool(row["mql"]),
            reach=row["reach"],
        )
        for row in rows(connection, query, {"most": most, "known_at": run.known_at})
    ]


def counts(connection: Connection) -> dict[str, int]:
    """How many AQLs and MQLs a run has: aqls, accounts (that have any), mqls_among_them, and mqls of all accounts."""
    return dict(rows(connection, COUNTED)[0])
