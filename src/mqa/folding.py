"""Folding: each day's standings from those of the day before, over days that were judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from mqa import line, pipeline
from mqa.line import Connection
from mqa.terms.quoting import text_sql
from mqa.terms.stages import FORCED

FIRST_HELD = """
    select
        coalesce((select min(as_of) from levels_held), 2147483647),
        (select count(*) from standings_yesterday) + (select count(*) from streaks_yesterday)
"""
# The days on which a level begins or ceases to hold, an account's fit changes, there is new evidence, or sales answers.
NEWS = """
    with seen as (
        select as_of, account_id, level * 4 + enters * 2 + stays as what, 0 as evidence_on from levels_held
        union all
        select as_of, account_id, -length(state), as_of - coalesce(evidence_age, as_of) from scores
    )

    select s.as_of from seen as s anti join seen as b
        on b.account_id = s.account_id and b.what = s.what and b.evidence_on = s.evidence_on and b.as_of = s.as_of - 1
    union
    select s.as_of + 1 from seen as s anti join seen as b
        on b.account_id = s.account_id and b.what = s.what and b.evidence_on = s.evidence_on and b.as_of = s.as_of + 1
    union
    select day from dispositions
    union
    select greatest(day, known_on) from dispositions
"""
# The next day on which somebody's wait ends; the very next, where somebody has just moved.
NEXT_END = f"""
    select min(ends) from (
        select as_of + 1 as ends from standings where level <> was or cause in ({", ".join(map(text_sql, FORCED))})
        union all
        select s.since + w.stay_at_least from standings as s cross join stability as w where s.level > 0
        union all
        select greatest(s.since + w.stay_at_least, greatest(s.since, coalesce(s.evidence_on, s.since)) + w.expire_after)
        from standings as s cross join stability as w
        where s.level > 0 and w.expire_after is not null
        union all
        select cooling_until from standings where cooling_until is not null
        union all
        select k.since + l.enter_after from streaks as k inner join levels as l on l.level = k.level
    )
    where ends > ?
"""


def begin_fold(connection: Connection, yesterday: Mapping[str, str] | None = None) -> None:
    """Sets yesterday's standings and streaks: from queries where a run stands before, else nothing."""
    for name, table in pipeline.YESTERDAY.items():
        columns = ", ".join(pipeline.TABLES[name].columns)
        if yesterday and table in yesterday:
            connection.execute(f"create or replace table {name} as select {columns} from ({yesterday[table]})")
        else:
            line.fill(connection, name, [])
    connection.execute("create or replace table transitions as select * from standings_yesterday where false")


def fold(connection: Connection, days: Sequence[tuple[int, int]]) -> None:
    """Folds standings over days whose levels and scores stand, each on the day before; keeps what changed.

    Grain of `transitions`: one change of level of an account; columns as `standings`.
    """
    for _ in folded(connection, days):
        pass


def folded(connection: Connection, days: Sequence[tuple[int, int]], wanted: Collection[int] = ()) -> Iterator[int]:
    """The same; gives each day that was folded while its standings stand: the first, the last, all wanted, and others.

    A day on which nobody can move is left out, since folding it would change nothing: no news, no wait that ends, and
    nobody moved the day before. A law of the tests proves it.
    """
    first_held, standing = connection.execute(FIRST_HELD).fetchall()[0]
    begins = days[0][0] if standing else first_held  # before, nobody stands anywhere or waits to enter
    news = {day for (day,) in connection.execute(NEWS).fetchall()} if len(days) > 2 else {days[-1][0]}
    yield from folded_on(connection, days, news, begins, wanted)


def folded_on(
    connection: Connection,
    days: Sequence[tuple[int, int]],
    news: Collection[int],
    begins: int,
    wanted: Collection[int] = (),
) -> Iterator[int]:
    """The same where one knows the days with news, and the day on which the first level holds or is waited for."""
    known_at = dict(days)
    first, last = days[0][0], days[-1][0]
    asked = {last, *known_at.keys() & set(wanted)}
    ahead = sorted(asked | {day for day in known_at.keys() & {first, *news} if day >= begins})
    day: int | None = ahead[0]
    while day is not None:
        line.fill(connection, "today", [(day, known_at[day])])
        for step in pipeline.FOLD:
            line.make(connection, step)
        connection.execute("insert into transitions select * from standings where level <> was")
        for name, table in pipeline.YESTERDAY.items():
            connection.execute(f"create or replace table {name} as select * from {table}")
        yield day
        if day == last:
            return
        (end,) = connection.execute(NEXT_END, [day]).fetchall()[0]
        waited = [one for one, _ in days if end is not None and one >= max(int(end), begins)][:1]
        day = min((one for one in (*ahead, *waited) if one > day), default=None)
