"""Judging two days and what lies between them: one judgement for each cause, of those accounts that it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mqa import line, pipeline
from mqa.answers.changes.causes import (
    DEFINITION,
    FACTS,
    FADING,
    IDENTITY,
    NEW_ACTS,
    START,
    TOLD,
    Between,
    Day,
    look_at,
    look_at_acts,
    part,
    recognise,
    roll_up,
)
from mqa.grounds import days_of, occasion_rows
from mqa.line import Accounts
from mqa.reading import Connection, Row, rows
from mqa.terms.durations import LATEST, day_number
from mqa.terms.rules import Definition
from mqa.terms.tables import RuleRows

MOST_OCCASIONS = 20  # of each signal and person
LAST = day_number(LATEST)  # whatever became known by then
BEHIND = ("scores", "contributions", "criteria_met", "known_facts", "members")  # what is said of one account
BUT = ("content_stages", "buying_stages", "counts", "measures", *pipeline.VERDICTS, "levels_held")
JUDGED = """
    create or replace table judged (step bigint, account_id bigint, score varchar, topic varchar, value bigint);
    create or replace table asked (step bigint, account_id bigint);
"""
EVERYBODY = "select account_id from told_accounts"
# Grain: one score of one account by one judgement; of intent one topic that surges, its strength as millionths too.
KEEP = """
    insert into judged
    select {step}, account_id, score, '', value
    from (
        select account_id, fit_score as fit, engagement, breadth, depth, recency, product
        from scores where as_of = {as_of}
    ) unpivot (value for score in (fit, engagement, breadth, depth, recency, product))
    union all
    select {step}, s.account_id, 'intent', t.topic_name, s.strength_milli * 1000
    from surges as s
    inner join topics as t on t.topic = s.topic
    where s.as_of = {as_of}
"""
# Grain: one score of one account at the first day, what each cause added, and at the last day. A judgement that left an
# account out would have found what the one before it found.
PARTS = ", ".join(
    f"cast(coalesce(sum(added) filter (where step = {step}), 0) as bigint)" for step in range(FADING, DEFINITION + 1)
)
MOVED = f"""
    with found as (
        select a.account_id, a.step, m.score, m.topic, coalesce(j.value, 0) as value
        from asked as a
        inner join (select distinct account_id, score, topic from judged) as m on m.account_id = a.account_id
        left join judged as j
            on j.account_id = a.account_id and j.step = a.step and j.score = m.score and j.topic = m.topic
    ),

    steps as (
        select
            account_id, score, topic, step, value,
            value - lag(value) over (partition by account_id, score, topic order by step) as added
        from found
    )

    select
        account_id, score, topic, max(value) filter (where step = {START}) as was, [{PARTS}] as parts,
        arg_max(value, step) as now
    from steps
    group by account_id, score, topic
"""
Found = dict[int, dict[str, Sequence[Row]]]


def begin(connection: Connection) -> None:
    """Make `judged` and `asked`, empty."""
    connection.execute(JUDGED)


def judge(connection: Connection, between: Between, only: Accounts, *, at_hand: bool = False) -> Found:
    """Judge some accounts once for each cause; adds to `judged` and `asked` what was found, and of whom it was asked.

    The schema `world` must hold the world tables. `at_hand`: few accounts; gives the rows BEHIND their scores, too, by
    the cause that was let in last.
    """
    recognise(connection, between, only)
    part(connection, between, only, at_hand=at_hand)
    if at_hand:
        connection.execute("pragma disable_optimizer")  # of so few rows, planning would cost more than it saves
    was, now = between.since.definition, between.until.definition
    of_acts = " where shape_id in (select shape_id from told_activities)" if at_hand else ""
    connection.execute(f"create or replace view shapes as select * exclude (late) from world.shapes{of_acts}")
    rules = _rules(connection, between.since, seen="not late")
    found: Found = {}
    _rule(connection, rules)
    look_at(connection, EVERYBODY)
    first_days = {START: between.since.as_of, FADING: between.until.as_of}
    found |= _found(connection, was, first_days, START, at_hand=at_hand)
    if at_hand:  # what was there grows older
        found[FADING]["went"] = _acts(connection, was, between.since.as_of, START)
    for cause in (IDENTITY, FACTS, NEW_ACTS):
        touched = " union ".join(f"select account_id from told_{table} where known_on = {cause}" for table in TOLD)
        if not rows(connection, f"select 1 from ({touched}) limit 1"):
            continue
        look_at(connection, touched)
        found |= _found(connection, was, {cause: between.until.as_of}, cause, at_hand=at_hand)
        if at_hand and cause != FACTS:
            found[cause]["came"] = _acts(connection, was, between.until.as_of, cause)
            found[cause]["went"] = _acts(connection, was, between.until.as_of, cause, "-times")
    rules_now = _rules(connection, between.until) if was != now or pipeline.asks_content(now) else rules
    if rules_now != rules:
        _rule(connection, rules_now)
        look_at(connection, EVERYBODY)
        found |= _found(connection, now, {DEFINITION: between.until.as_of}, NEW_ACTS, at_hand=at_hand)
    look_at(connection, EVERYBODY)
    connection.execute("pragma enable_optimizer")
    return found


def _rules(connection: Connection, day: Day, seen: str = "true") -> RuleRows:
    """The rules of a day, by what the map of content said then; `seen`: which of its rows were there."""
    content = f"select * exclude (late) from world.content where {seen}"
    connection.execute(f"create or replace view content as {content}")
    # Titles are those of everybody, whoever was looked at last.
    connection.execute("create or replace view people as select * from told_people")
    look_at_acts(connection)
    return line.rules_for(connection, day.definition, day.known_at)


def _rule(connection: Connection, rules: RuleRows) -> None:
    """Let these rules stand, and the acts be rolled up by them."""
    line.fill_all(connection, rules)
    roll_up(connection)


def _found(
    connection: Connection, definition: Definition, days: Mapping[int, int], up_to: int, *, at_hand: bool
) -> Found:
    """Judge the accounts in view on some days, by the number of the judgement, with what is let in up to a cause."""
    but = BUT if at_hand else (*BUT, "contributions")
    line.judge(connection, [(day, up_to) for day in sorted({*days.values()})], definition, but=but)
    found: Found = {}
    for step, as_of in days.items():
        connection.execute(f"insert into asked select distinct {step}, account_id from accounts")
        connection.execute(KEEP.format(step=step, as_of=as_of))
        if at_hand:
            found[step] = {table: rows(connection, f"select * from {table} where as_of = {as_of}") for table in BEHIND}
    return found


def _acts(connection: Connection, definition: Definition, as_of: int, let_in: int, times: str = "times") -> list[Row]:
    """The acts that a cause let in, as they count on a day that is judged; `times`: what their number is read as."""
    connection.execute(
        f"create or replace view activities as select * replace (became_known as known_on, {times} as times) "
        f"from told_activities where known_on = {let_in}"
    )
    return occasion_rows(connection, days_of(definition, as_of, LAST), MOST_OCCASIONS)
