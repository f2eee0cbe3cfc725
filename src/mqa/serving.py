"""The serving copy: all accounts of a run, names beside numbers, written into the ledger before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from mqa.explain.standing import grade_name
from mqa.ledger import segments, served
from mqa.reading import Connection, columns_of, named_sql
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table

READ = ("scores", "standings", "journey", "near_misses")
STATES = ("graded", "outside", "excluded", "unknown")
ACCOUNTS = """
    select
        n.domain, n.name, n.owner, s.account_id, s.state, s.fit_score, s.grade_rank, s.known_share,
        s.segment, s.tier, s.engagement, s.breadth, s.depth, s.recency, s.product, s.engaged, s.seen, s.known,
        coalesce(d.level, 0) as level, case when d.level > 0 then d.since end as since,
        s.as_of - s.evidence_age as evidence_on, d.cooling_until, j.stage, j.cause, s.hindsight
    from scores as s
    inner join ({named}) as n on n.account_id = s.account_id
    left join standings as d on d.account_id = s.account_id
    left join journey as j on j.account_id = s.account_id
"""
SERVED = """
    select
        row_number() over (order by a.level desc, a.engagement desc, a.domain, a.account_id) as rank,
        a.* exclude (segment, tier, level),
        g.name as segment, t.name as tier, f.name as grade, coalesce(l.name, '') as level, a.level as level_rank,
        coalesce(m.name, '') as nearly
    from ({accounts}) as a
    inner join numbered as g on g.kind = 'segment' and g.number = a.segment
    inner join numbered as t on t.kind = 'tier' and t.number = a.tier
    inner join grade_names as f on f.state = a.state and f.grade_rank = coalesce(a.grade_rank, 0)
    left join numbered as l on l.kind = 'level' and l.number = a.level
    left join (select account_id, max(level) as level from near_misses group by account_id) as n
        on n.account_id = a.account_id
    left join numbered as m on m.kind = 'level' and m.number = n.level
"""


def accounts_sql(known_at: int) -> str:
    """A query for all accounts of a run in view, by the names that were known on a day; segments and such as numbers.

    `accounts`, `scores`, `standings` and `journey` must stand.
    """
    return ACCOUNTS.format(named=named_sql(known_at))


def serve(
    folder: Path,
    run_id: int,
    definition: Definition,
    known_at: int,
    tables: Mapping[str, Sequence[str]],
    *,
    memory_limit: str = "1GB",
) -> int:
    """Write the serving copy of a run that is about to be published; returns how many accounts it has.

    `tables`: the files of each of its tables, relative to the warehouse in `folder`.
    """
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        for table in READ:
            open_table(connection, table, folder, tables.get(table, ()), columns_of(table))
        open_table(connection, "accounts", folder, segments.live("accounts"), WORLD["accounts"].columns)
        number(connection, definition)
        return served.serve(run_id, served_rows(connection, known_at))


def served_rows(connection: Connection, known_at: int) -> Iterator[Sequence[object]]:
    """The rows of the copy, in the order of `served.COLUMNS`, of the accounts whose results stand in view.

    What `number` makes and the tables of READ and `accounts` must stand.
    """
    columns = ", ".join(served.COLUMNS)
    found = connection.execute(
        f"select {columns} from ({SERVED.format(accounts=accounts_sql(known_at))}) order by rank"
    )
    while some := found.fetchmany(served.AT_ONCE):
        yield from some


def number(connection: Connection, definition: Definition) -> None:
    """Make the tables of the names that numbers stand for."""
    kinds = {
        "segment": [segment.name for segment in definition.segments],
        "tier": [tier.name for tier in definition.tiers],
        "level": [level.name for level in definition.levels],
    }
    names = [(kind, nth, name) for kind, some in kinds.items() for nth, name in enumerate(some, start=1)]
    ranks = range(len(definition.grades) + 2)  # 0: no grade; the one after the last: D
    grades = [
        (state, rank, grade_name({"state": state, "grade_rank": rank}, definition))
        for state, rank in product(STATES, ranks)
    ]
    connection.execute("create table numbered (kind varchar, number bigint, name varchar)")
    connection.executemany("insert into numbered values (?, ?, ?)", names)
    connection.execute("create table grade_names (state varchar, grade_rank bigint, name varchar)")
    connection.executemany("insert into grade_names values (?, ?, ?)", grades)
