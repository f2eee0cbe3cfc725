"""The grounds of results: the acts, facts, research and people behind them, asked of tables that stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mqa.definition.rows.windows import longest_window
from mqa.explain.shares import Occasion
from mqa.reading import OF_A_RUN, Connection, Row, rows
from mqa.terms.rules import Definition

OF_THE_ACCOUNT = (*(table for table in OF_A_RUN if table != "near_misses"), "members", "known_facts", "buying_stages")
MOST_IDS = 10
# Grain: the acts of one signal and kind by one person (0: all nameless visitors; placed: as sure or as likely ones,
# where the definition weighs that) of an account on one day, learned on one day. Memory grows with people and days,
# not with acts; of ids and places only the first are kept.
OCCASIONS = """
    with acts as (
        select
            a.account_id, a.activity_id, a.day, min(a.known_on) as known_on, greatest(a.person_id, 0) as person_id,
            case
                when a.person_id > 0 or not exists (select 1 from sure_rules) then ''
                when v.person_id is null then 'likely'
                else 'sure'
            end as placed,
            h.kind, p.pattern_set, p.topics,
            max(coalesce(nullif(a.asset, ''), a.url, '')) as about, sum(a.times) as times
        from activities as a
        inner join shapes as h on h.shape_id = a.shape_id
        left join mapped_assets as m on m.asset_id = a.asset_id
        inner join shape_patterns as p
            on p.shape_id = a.shape_id and p.asset_id = coalesce(m.asset_id, 0)
            and a.seconds >= p.seconds_from and a.seconds < p.seconds_below
            and p.times > 0 and p.known_from <= $known_at and p.known_before > $known_at
        left join sure_visitors as v
            on v.as_of = $as_of and v.account_id = a.account_id and v.person_id = a.person_id
        where a.day <= $as_of and a.day > $as_of - $window and a.known_on <= $known_at
        group by
            a.account_id, a.activity_id, a.day, a.person_id, v.person_id, h.kind, p.pattern_set, p.topics
        having sum(a.times) > 0
    ),

    occasions as (
        select
            a.account_id, g.name as signal, a.person_id, a.placed, a.day, a.known_on, a.kind, a.topics,
            coalesce(b.stage, 0) as stage,
            min(nullif(a.about, '')) as about,
            count(distinct nullif(a.about, '')) as places,
            min(a.activity_id, $most_ids) as activity_ids,
            cast(sum(a.times) as bigint) as times
        from acts as a
        inner join pattern_signals as s on s.pattern_set = a.pattern_set
        inner join signals as g on g.signal = s.signal
        left join pattern_stages as b on b.pattern_set = s.pattern_set and b.signal = s.signal
        where
            exists (
                select 1 from worth as w where w.signal = s.signal and w.age = $as_of - a.day and w.points <> 0
            )
        group by a.account_id, g.name, a.person_id, a.placed, a.day, a.known_on, a.kind, a.topics, b.stage
    )

    select
        account_id, signal, person_id, placed, day, known_on, kind, coalesce(about, '') as about, places, activity_ids,
        times,
        cast(sum(times) over (partition by account_id, signal, person_id) as bigint) as in_all,
        topics, cast(stage as bigint) as stage
    from occasions
    qualify row_number() over (
        partition by account_id, signal, person_id
        order by day desc, known_on desc, kind, placed desc, stage desc, topics
    ) <= coalesce($most, 9223372036854775807)
    order by day desc, known_on desc, kind, signal, person_id, placed desc, stage desc, topics
"""
PEOPLE = """
    with records as (
        select
            account_id, person_id, person_key, coalesce(title, '') as title,
            max(told_on) filter (where times > 0 and known_on <= $known_at) as told_on,
            sum(times) filter (where known_on <= $known_at) as times
        from people
        where person_id > 0
        group by account_id, person_id, person_key, coalesce(title, '')
    )

    select
        account_id,
        person_id,
        max(person_key) as person_key,
        coalesce(arg_max(title, row(told_on, title)) filter (where title <> '' and times > 0), '') as title
    from records
    group by account_id, person_id
"""
# Grain: one value of a fact that holds, with the day on which it was last observed and who said so.
DATED_FACTS = """
    with told as (
        select account_id, fact, value, number_milli, value_on, observed_on, source, told_on
        from facts
        where observed_on <= $as_of and known_on <= $known_at
        group by account_id, fact, value, number_milli, value_on, observed_on, source, told_on
        having sum(times) > 0
    )

    select
        k.account_id, u.fact, k.value, k.number_milli, k.value_on, k.hindsight, max(f.observed_on) as observed_on,
        arg_max(f.source, row(f.observed_on, f.told_on, f.source)) as source
    from known_facts as k
    inner join used_facts as u on u.fact_number = k.fact_number
    inner join told as f
        on
            f.account_id = k.account_id and f.fact = u.fact
            and f.value is not distinct from k.value
            and f.number_milli is not distinct from k.number_milli
            and f.value_on is not distinct from k.value_on
    where k.as_of = $as_of
    group by k.account_id, u.fact, k.value, k.number_milli, k.value_on, k.hindsight
    order by u.fact, k.value, k.number_milli, k.value_on
"""
# Grain: the latest week in which one provider saw an account research one topic, and how strongly.
RESEARCH = """
    select
        s.account_id, t.topic_name as topic, s.provider, s.week, s.strength_milli,
        s.counted, s.counted_before, s.days_before
    from strengths as s
    inner join topics as t on t.topic = s.topic
    where s.as_of = $as_of
    qualify row_number() over (
        partition by s.account_id, t.topic_name, s.provider order by s.week desc, s.strength_milli desc
    ) = 1
    order by t.topic_name, s.provider
"""
ByAccount = dict[int, list[Row]]


def days_of(definition: Definition, as_of: int, known_at: int) -> dict[str, int]:
    """The day that is asked about, what was known then, and how far back acts count."""
    return {"as_of": as_of, "known_at": known_at, "window": longest_window(definition)}


def rows_of_tables(connection: Connection, tables: Iterable[str], as_of: int) -> dict[str, list[Row]]:
    """The rows of a day in these tables, by table."""
    return {name: rows(connection, f"select * from {name} where as_of = ?", [as_of]) for name in tables}


def rows_of_day(connection: Connection, days: Mapping[str, int], *, but: Collection[str] = ()) -> dict[str, list[Row]]:
    """The rows of the day in view, by table; of changes of level, those of that day. `but`: tables nobody wants."""
    wanted = [name for name in OF_THE_ACCOUNT if name not in but]
    tables = rows_of_tables(connection, wanted, days["as_of"])
    tables["dated_facts"] = rows(connection, DATED_FACTS, _some(days, "as_of", "known_at"))
    tables["research"] = rows(connection, RESEARCH, _some(days, "as_of"))
    return tables


def occasion_rows(connection: Connection, days: Mapping[str, int], most: int | None) -> list[Row]:
    """The acts that signals look at, of the accounts in view."""
    given: dict[str, Any] = {**_some(days, "as_of", "known_at", "window"), "most": most, "most_ids": MOST_IDS}
    return rows(connection, OCCASIONS, given)


def occasions_of(found: Sequence[Row]) -> tuple[Occasion, ...]:
    """Rows of one account as occasions."""
    return tuple(Occasion(**{name: value for name, value in row.items() if name != "account_id"}) for row in found)


def by_account(found: Sequence[Row]) -> ByAccount:
    """Rows by their account."""
    parts: ByAccount = {}
    for row in found:
        parts.setdefault(row["account_id"], []).append(row)
    return parts


def _some(days: Mapping[str, int], *names: str) -> dict[str, int]:
    return {name: days[name] for name in names}
