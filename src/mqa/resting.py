"""Resting accounts: standings folded over many days, of which only moments are judged at which a level may change.

Between two *stirs* of an account (a row is learned, a fact ends or comes of age, an act leaves what a quotient counts)
only days go by, and what the levels rest on can but fall (`mqa.definition.rows.courses`). So an account rests until the
next stir where none of it holds; where as much holds at two moments, the same holds on every day between; else a day
between them is judged. Where something may rise alone (a penalty fades, a buying stage changes) and that may matter,
every day is judged. Whoever is not surely at rest is judged. A law of the tests finds what judging every day finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mqa import line, moments
from mqa.definition.rows.windows import longest_window
from mqa.folding import folded_on
from mqa.line import Connection
from mqa.terms.rules import Definition

DAYS_AHEAD = 8  # so many days after a restless moment are judged before it is asked again whether the account rests
# On which of the days that are asked for one first sees what happens, or is learned, on a day.
CALENDARS = """
    create or replace table happening as
    select d.day, min(w.nth) as nth from range({first}, {last}) as d (day) inner join wanted as w on w.as_of >= d.day
    group by d.day;
    create or replace table learning as
    select d.day, min(w.nth) as nth from range({first}, {last}) as d (day) inner join wanted as w on w.known_at >= d.day
    group by d.day
"""
# The days on which more than time may change whether an account fits.
STIRS_OF_FIT = """
    select w.account_id, k.nth as nth, 1 as stirs
    from at_rest_accounts as w inner join learning as k on k.day = greatest(w.known_on, {first})
    union
    select w.account_id, k.nth, 1
    from at_rest_aliases as w inner join learning as k on k.day = greatest(w.known_on, {first})
    union
    select w.account_id, greatest(d.nth, k.nth), 1
    from at_rest_facts as w
    inner join learning as k on k.day = greatest(w.known_on, {first})
    inner join happening as d on d.day = greatest(w.observed_on, {first})
    union
    select w.account_id, d.nth, 1
    from at_rest_facts as w inner join happening as d on d.day = greatest(w.ended_on, {first})
    where w.ended_on is not null
    union
    select w.account_id, d.nth, 1
    from at_rest_facts as w inner join happening as d on d.day = greatest(w.value_on, {first})
    where w.value_on is not null
    union
    select w.account_id, d.nth, 1
    from at_rest_facts as w
    inner join used_facts as u on u.fact = w.fact
    inner join criteria as c on c.fact_number = u.fact_number and c.operator = 'within'
    inner join happening as d on d.day = greatest(w.value_on + c.high, {first})
    where w.value_on is not null
"""
# All other stirs, of accounts that fit. What a quotient or a baseline counts stirs when it leaves; so does, where rows
# take back, what any counter counts.
STIRS = """
    with edges as (
        select distinct c.pattern_set, e.after, q.condition is null as unless_taken_back
        from counters as c
        cross join lateral (select c.within as after union select c.not_within) as e
        left join counter_conditions as q on q.out_of_counter > 0 and c.counter in (q.counter, q.out_of_counter)
    ),

    stirred as (
        select w.account_id, k.nth as nth
        from at_rest_people as w inner join learning as k on k.day = greatest(w.known_on, {first})
        union
        select w.account_id, greatest(d.nth, k.nth)
        from at_rest_intent as w
        inner join learning as k on k.day = greatest(w.known_on, {first})
        inner join happening as d on d.day = greatest(w.week, {first})
        union
        select w.account_id, d.nth
        from at_rest_intent as w
        inner join topics as t on t.topic_name = w.topic and w.counted is not null
        cross join lateral (select 0 as after union select t.within + t.against) as e
        inner join happening as d on d.day = greatest(w.week + t.counts_for + e.after, {first})
        union
        select w.account_id, greatest(d.nth, k.nth)
        from at_rest_activity_days as w
        inner join learning as k on k.day = greatest(w.known_on, {first})
        inner join happening as d on d.day = greatest(w.day, {first})
        union
        select w.account_id, d.nth
        from at_rest_activity_days as w
        inner join edges as e on e.pattern_set = w.pattern_set and (w.times < 0 or not e.unless_taken_back)
        inner join happening as d on d.day = greatest(w.day + e.after, {first})
    ),

    fits as (
        select account_id, state, nth, lead(nth, 1, {count}) over (partition by account_id order by nth) as until
        from seen
    )

    select s.account_id, s.nth, 1 as stirs
    from stirred as s
    inner join fits as f on f.account_id = s.account_id and s.nth > f.nth and s.nth < f.until
    where f.state in ('graded', 'unknown')
"""
# What to ask between two moments of an account, the last of which lasts to the end.
BETWEEN = f"""
    with pairs as (
        select
            account_id, nth, holding,
            lead(nth, 1, {{count}}) over (partition by account_id order by nth) as next_nth,
            lead(stirs, 1, 1) over (partition by account_id order by nth) as next_stirs,
            lead(holding, 1, 0) over (partition by account_id order by nth) as next_holding
        from seen
    )

    select account_id, nth + ahead as nth, 0 as stirs
    from pairs, range(1, {DAYS_AHEAD + 1}) as a (ahead)
    where holding < 0 and nth + ahead < next_nth
    union all
    select account_id, next_nth - 1, 0 from pairs
    where holding > 0 and next_nth > nth + 1 and next_stirs = 1
    union all
    select account_id, (nth + next_nth) // 2, 0 from pairs
    where holding > 0 and next_nth > nth + 1 and next_stirs = 0 and next_holding <> holding
"""
# From which day until which (not included) the same holds, of accounts that ever hold a level or stood before.
SPANS = f"""
    create or replace table seen_spans as
    select
        account_id, nth, as_of as from_day, state, evidence_on,
        lead(as_of, 1, {moments.ONE_DAY}) over (partition by account_id order by nth) as until_day
    from seen
    where account_id in (select account_id from held union select account_id from standings_yesterday);
    create or replace table held_spans as
    select h.account_id, s.from_day, s.until_day, h.level, h.enters, h.stays
    from held as h
    inner join seen_spans as s on s.account_id = h.account_id and s.nth = h.nth
"""
# What the fold reads, of the day that is being folded.
FOLDED_FROM = {
    "levels_held": """
        select t.as_of, h.account_id, h.level, h.enters, h.stays
        from resting.held_spans as h
        inner join today as t on t.as_of >= h.from_day and t.as_of < h.until_day
    """,
    "scores": """
        select
            t.as_of, s.account_id, s.state,
            case when t.as_of - s.evidence_on < {window} then t.as_of - s.evidence_on end as evidence_age
        from resting.seen_spans as s
        inner join today as t on t.as_of >= s.from_day and t.as_of < s.until_day
        where s.state is not null
    """,
}
# The day on which the first level holds, whether somebody stands already, and all days with news.
NEWS = """
    select
        coalesce((select min(from_day) from resting.held_spans), 2147483647),
        (select count(*) from standings_yesterday) + (select count(*) from streaks_yesterday),
        list(day)
    from (
        select distinct from_day as day from resting.seen_spans
        union
        select w.as_of from dispositions as d
        inner join resting.happening as h on h.day = greatest(d.day, {first})
        inner join resting.learning as l on l.day = greatest(d.known_on, {first})
        inner join resting.wanted as w on w.nth = greatest(h.nth, l.nth)
    )
"""


def folded(connection: Connection, days: Sequence[tuple[int, int]], definition: Definition) -> Iterator[int]:
    """Folds standings over days as `mqa.folding.folded` does, of days that were not judged before.

    `days`: pairs of as_of and known_at (not above it), rising. Gives each day that was folded while its standings
    stand; between them nobody moves. World tables of no more accounts than fit into memory, rule tables and
    yesterday's standings must stand.
    """
    rest(connection, days, definition)
    yield from folded_over(connection, days, definition)


def rest(connection: Connection, days: Sequence[tuple[int, int]], definition: Definition) -> None:
    """Finds what holds on each of these days, for the accounts in view, as spans of days in the schema `resting`."""
    first, last, count = days[0][0], max(days[-1]) + 1, len(days)
    with moments.apart(connection):
        moments.begin(connection, days, definition)
        connection.execute(CALENDARS.format(first=first, last=last))
        moments.judge(connection, STIRS_OF_FIT.format(first=first), definition)
        moments.judge(connection, STIRS.format(first=first, count=count), definition)
        while moments.judge(connection, BETWEEN.format(count=count), definition):
            pass
        connection.execute(SPANS)


def folded_over(connection: Connection, days: Sequence[tuple[int, int]], definition: Definition) -> Iterator[int]:
    """Folds standings over days for which `rest` has found what holds."""
    line.fill(connection, "today", days[:1])
    for name, query in FOLDED_FROM.items():
        connection.execute(f"drop table if exists {name}")
        connection.execute(f"create view {name} as {query.format(window=longest_window(definition))}")
    try:
        first_held, standing, news = connection.execute(NEWS.format(first=days[0][0])).fetchall()[0]
        yield from folded_on(connection, days, news or (), days[0][0] if standing else first_held)
    finally:
        for name in FOLDED_FROM:
            connection.execute(f"drop view {name}")
