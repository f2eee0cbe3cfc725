"""Moments: some accounts, each on days of its own, judged at once by the steps of the line.

A *moment* is one account on one day. Each becomes an account of its own, whose days are counted from the moment. So
all moments lie on one day, and the steps see nothing unusual: no step asks which day it is, only how old a thing is.

All tables lie in a schema of their own, `resting`, before which the rule tables of the run are looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mqa import line, pipeline
from mqa.definition.rows.courses import falling, wanders
from mqa.definition.rows.windows import longest_window
from mqa.line import Connection
from mqa.pipeline import ROLL_UP, VERDICTS
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD

ONE_DAY = 50_000  # the day on which all moments lie: later than any, so that no day of an account is below zero
MOMENTS_AT_ONCE = 300_000  # each has some ten people and ten criteria
ACTS_AT_ONCE = 3_000_000  # an activity day counts anew for each moment that it is old enough for
WORLD_OF_MOMENTS = ("accounts", "aliases", "people", "facts", "intent", ROLL_UP.table)  # what the steps of a day read
MOVED = {  # their days that are counted from the moment; told_on only says which of two rows is the newer
    "facts": ("observed_on", "ended_on", "value_on"),
    "intent": ("week",),
    ROLL_UP.table: ("day",),
}
COUNTS = "pattern_set in (select pattern_set from pattern_signals union select pattern_set from counters)"
WITHOUT_PENALTIES = ("person_scores", "pools", "scores", "measures", *VERDICTS)
KEPT = (
    *("members", "fit", "criteria_met", "placements", "person_signals", "buying_stages", "surges", "counts", "scores"),
    *VERDICTS,
    "levels_held",
)
# moments: what is being judged. seen: one moment that was; stirs: 1 where something happens on that day; state: of fit
# (null: no account); evidence_on: as of standings; holding: how much of what the levels rest on enters and stays, which
# can but fall until the next stir (0: nothing does); -1: it may rise alone. held: one level that holds at a moment.
BEGIN = """
    create or replace table moments (
        moment bigint, account_id bigint, nth bigint, stirs bigint, as_of bigint, known_at bigint
    );
    create or replace table seen (
        account_id bigint, nth bigint, stirs bigint, as_of bigint, state varchar, evidence_on bigint, holding bigint
    );
    create or replace table held (account_id bigint, nth bigint, level bigint, enters bigint, stays bigint)
"""
ASKED = f"""
    create or replace table asked as
    with asked_for as (
        select q.account_id, q.nth, q.stirs, w.as_of, w.known_at, coalesce(c.acts, 0) as acts
        from ({{query}}) as q
        inner join wanted as w on w.nth = q.nth
        left join acts_of_a_day as c on c.account_id = q.account_id
        anti join seen as s on s.account_id = q.account_id and s.nth = q.nth
    ),

    numbered as (
        select
            account_id, nth, stirs, as_of, known_at,
            row_number() over (order by account_id, nth) as moment,
            sum(acts) over (order by account_id, nth) as acts_up_to
        from asked_for
    )

    select
        account_id, nth, stirs, as_of, known_at, moment,
        greatest(moment // {MOMENTS_AT_ONCE}, acts_up_to // {ACTS_AT_ONCE}) as part
    from numbered
"""
HOLDING = """
    select v.account_id, sum(v.enters + v.stays) as holding
    from verdicts as v
    inner join falling as f on f.condition = v.condition
    where v.stays = 1 and v.needed_to_enter > 0
    group by v.account_id
"""
JUDGED = f"""
    create or replace table judged as
    select
        m.moment, m.account_id, m.nth, m.stirs, m.as_of, s.state, m.as_of - s.evidence_age as evidence_on,
        case
            when coalesce(s.state, 'outside') in ('excluded', 'outside') then 0
            when b.account_id is not null then -1
            else coalesce(h.holding, 0)
        end as holding
    from moments as m
    left join scores as s on s.account_id = m.moment
    left join ({HOLDING}) as h on h.account_id = m.moment
    left join {{wandering}} as b on b.account_id = m.moment;
    insert into held
    select m.account_id, m.nth, h.level, h.enters, h.stays
    from levels_held as h
    inner join moments as m on m.moment = h.account_id
"""
PENALIZED = """
    create or replace table penalized as
    select moment from judged
    where
        state in ('graded', 'unknown') and holding >= 0
        and moment in (select account_id from person_signals where points < 0);
    select count(*) from penalized
"""
ONLY_PENALIZED = """
    create or replace table placements as select * from placements semi join penalized on moment = account_id;
    create or replace table person_signals as
    select * from person_signals semi join penalized on moment = account_id where points >= 0
"""
SEE = """
    insert into seen
    select
        j.account_id, j.nth, j.stirs, j.as_of, j.state, j.evidence_on,
        case when r.account_id is not null then -1 else j.holding end as holding
    from judged as j
    left join restless as r on r.account_id = j.moment
"""


@contextmanager
def apart(connection: Connection) -> Iterator[None]:
    """What is made inside lies in the schema `resting`; what is not found there is looked up in `main`."""
    connection.execute("create schema if not exists resting")
    connection.execute("set search_path = 'resting,main'")
    try:
        yield
    finally:
        connection.execute("set search_path = 'main'")


def begin(connection: Connection, days: Sequence[tuple[int, int]], definition: Definition) -> None:
    """Copies the world of the accounts in view as it is seen on these days, as `at_rest_` and the table's name.

    Makes `wanted`, one of the days with its place (`nth`), and empties `seen` and `held`.
    """
    (first, _), (last, last_known) = days[0], days[-1]
    window = longest_window(definition)
    only = {
        "facts": "fact in (select fact from used_facts)",
        ROLL_UP.table: f"day > {first - window} and day <= {last} and known_on <= {last_known} and {COUNTS}",
    }
    connection.execute(BEGIN)
    for name in WORLD_OF_MOMENTS:
        where = only.get(name, "account_id > 0")
        connection.execute(f"create or replace table at_rest_{name} as select * from main.{name} where {where}")
        if name != ROLL_UP.table:
            connection.execute(f"create or replace view {name} as {_of_moments(name, window)}")
    _fill(connection, "wanted (nth, as_of, known_at)", [(nth, *day) for nth, day in enumerate(days)])
    _fill(connection, "falling (condition)", [(number,) for number in falling(definition)] or [(0,)])
    connection.execute(f"""
        create or replace table acts_of_a_day as
        select account_id, count(*) * {window} // {last - first + window} as acts
        from at_rest_{ROLL_UP.table}
        group by account_id
    """)


def judge(connection: Connection, query: str, definition: Definition) -> int:
    """Judges the moments that a query asks for (account_id, nth, stirs) and that were not seen; how many there were."""
    connection.execute(ASKED.format(query=query))
    parts = connection.execute("select part, count(*) from asked group by part order by part").fetchall()
    for part, _ in parts:
        connection.execute(f"""
            create or replace table moments as
            select moment, account_id, nth, stirs, as_of, known_at from asked where part = {part}
        """)
        _judge_moments(connection, definition)
    return sum(count for _, count in parts)


def _fill(connection: Connection, named: str, rows: Sequence[tuple[int, ...]]) -> None:
    name, literal = named.split()[0], ", ".join(f"({', '.join(map(str, row))})" for row in rows)
    connection.execute(f"create or replace table {name} as from (values {literal}) as {named}")


def _of_moments(name: str, window: int) -> str:
    """A world table for the moments: each an account of its own that stands at the end of the one day.

    It has no row that was not known, so all was known on the one day.
    """
    instead = {"account_id": "m.moment as account_id", "known_on": f"{ONE_DAY} as known_on"}
    instead |= {column: f"w.{column} + ({ONE_DAY} - m.as_of) as {column}" for column in MOVED.get(name, ())}
    columns = [instead.get(column, f"w.{column}") for column in WORLD[name].columns]
    in_window = f" and w.day <= m.as_of and w.day > m.as_of - {window}" if name == ROLL_UP.table else ""
    return f"""
        select {", ".join(columns)}
        from at_rest_{name} as w
        inner join moments as m on m.account_id = w.account_id and w.known_on <= m.known_at{in_window}
    """


def _judge_moments(connection: Connection, definition: Definition) -> None:
    """Judges what stands in `moments`, and writes it down."""
    acts = _of_moments(ROLL_UP.table, longest_window(definition))
    connection.execute(f"create or replace table {ROLL_UP.table} as {acts}")
    line.judge(connection, [(ONE_DAY, ONE_DAY)], definition, but=("contributions",), keep=KEPT)
    wandering = "buying_stages" if wanders(definition) else "(select 0 as account_id where false)"
    connection.execute(JUDGED.format(wandering=wandering))
    connection.execute("create or replace table restless as select 0 as account_id where false")
    if connection.execute(PENALIZED).fetchall()[0][0]:
        _judge_without_penalties(connection)
    connection.execute(SEE)


def _judge_without_penalties(connection: Connection) -> None:
    """Finds the restless: those of whom something would hold if their penalties had faded already."""
    connection.execute(ONLY_PENALIZED)
    for step in pipeline.DAY:
        if step.table in WITHOUT_PENALTIES:
            line.make(connection, step)
    connection.execute(f"create or replace table restless as {HOLDING}")
