"""What is common in a segment: what people do there, who they are, which facts are known, what is researched elsewhere.

It is counted among some accounts of the world, whose steps are made anew; accounts are numbered by md5, so those of a
range of numbers are as good as drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mqa import line, pipeline
from mqa.definition.rows.windows import longest_window
from mqa.evidence import SHAPES
from mqa.reading import Connection, Row, rows
from mqa.scoring.content import NO_CONTENT, Content
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.supposed import Deed, Doer, Learned, Surge

MOST_DEEDS, MOST_ROLES, MOST_FACTS, MOST_TOPICS = 24, 6, 12, 4  # the most common
STEPS = ("accounts_today", "members", "known_facts", "criteria_met", "fit", "placements", "strengths", "surges")
# Grain: one kind of act in a segment, as most of those who did it left it; `seen_at`: at how many accounts.
DEEDS = """
    with acts as (
        select
            p.segment, a.account_id, a.shape_id, s.pattern_set, s.seconds_from, a.asset_id
        from activities as a
        inner join placements as p on p.account_id = a.account_id
        left join mapped_assets as m on m.asset_id = a.asset_id
        inner join shape_patterns as s
            on s.shape_id = a.shape_id and s.asset_id = coalesce(m.asset_id, 0)
            and a.seconds >= s.seconds_from and a.seconds < s.seconds_below
        where
            a.day <= $as_of and a.day > $as_of - $window and a.known_on <= $known_at and a.person_id > 0
            and s.pattern_set in (select pattern_set from pattern_signals union all select pattern_set from counters)
        group by p.segment, a.account_id, a.shape_id, s.pattern_set, s.seconds_from, a.asset_id
        having sum(a.times) > 0
    ),

    looks as (
        select
            segment, pattern_set, shape_id, seconds_from, count(distinct account_id) as accounts,
            list_sort(list(distinct asset_id) filter (where asset_id > 0))[:3] as assets
        from acts
        group by segment, pattern_set, shape_id, seconds_from
    ),

    kinds as (
        select segment, pattern_set, count(distinct account_id) as seen_at
        from acts
        group by segment, pattern_set
    )

    select k.segment, k.seen_at, coalesce(g.name, '') as signal, l.shape_id, l.seconds_from as seconds, l.assets, h.kind
    from kinds as k
    inner join looks as l on l.segment = k.segment and l.pattern_set = k.pattern_set
    inner join shapes as h on h.shape_id = l.shape_id
    left join (
        select p.pattern_set, min_by(s.name, s.signal) as name
        from pattern_signals as p
        inner join signals as s on s.signal = p.signal
        group by p.pattern_set
    ) as g on g.pattern_set = k.pattern_set
    where
        not exists (
            select 1 from pattern_signals as p
            inner join signals as s on s.signal = p.signal
            where p.pattern_set = k.pattern_set and s.positive = 0
        )
        and (
            g.name is not null
            or exists (
                select 1 from counters as c
                inner join counter_conditions as o on o.counter = c.counter
                where c.pattern_set = k.pattern_set
            )
        )
    qualify row_number() over (partition by k.segment, k.pattern_set order by l.accounts desc, l.shape_id) = 1
    order by k.segment, k.seen_at desc, h.kind, l.shape_id
"""
# Grain: one committee role (0: none) in a segment whose people did something, with the title that most of them have.
TITLES = """
    with active as (
        select distinct p.segment, a.account_id, a.person_id
        from activities as a
        inner join placements as p on p.account_id = a.account_id
        where a.day <= $as_of and a.day > $as_of - $window and a.known_on <= $known_at and a.person_id > 0
    ),

    titled as (
        select
            a.segment, m.role, a.account_id, case when m.role = 0 then '' else coalesce(t.title, '') end as title
        from active as a
        inner join members as m on m.account_id = a.account_id and m.person_id = a.person_id
        inner join people as t on t.account_id = a.account_id and t.person_id = a.person_id and t.times > 0
        inner join titles as r on r.title = coalesce(t.title, '') and r.set_role = '' and r.role = m.role
    ),

    of_role as (
        select segment, role, count(distinct account_id) as seen_at
        from titled
        group by segment, role
    )

    select r.segment, r.role, r.seen_at, t.title
    from of_role as r
    inner join titled as t on t.segment = r.segment and t.role = r.role
    group by r.segment, r.role, r.seen_at, t.title
    qualify row_number() over (partition by r.segment, r.role order by count(*) desc, t.title) = 1
    order by r.segment, r.seen_at desc, r.role
"""
# Grain: one fact and the tests that hold of it: the value that most such accounts have (of numbers, the middle one).
FACTS = """
    with held as (
        select
            k.account_id, k.fact_number, k.value, k.number_milli, k.value_on,
            coalesce(string_agg(m.criterion, ' ' order by m.criterion) filter (where m.holds = 1), '') as tests
        from known_facts as k
        inner join criteria as c on c.fact_number = k.fact_number
        inner join criteria_met as m on m.account_id = k.account_id and m.criterion = c.criterion
        group by k.account_id, k.fact_number, k.value, k.number_milli, k.value_on
    )

    select
        u.fact, h.tests, count(distinct h.account_id) as seen_at,
        case when count(h.number_milli) > 0 then quantile_disc(h.number_milli, 0.5) end as number_milli,
        case when count(h.value_on) > 0 then quantile_disc(h.value_on, 0.5) end as value_on,
        case when count(h.number_milli) + count(h.value_on) = 0 then mode(h.value order by h.value) end as value
    from held as h
    inner join used_facts as u on u.fact_number = h.fact_number
    where u.fact not in ('domain', 'fit_grade')
    group by u.fact, h.tests
    order by seen_at desc, u.fact, h.tests
"""
# Grain: one topic that surges in a segment.
SURGES = """
    select p.segment, t.topic_name as topic, count(*) as seen_at, quantile_disc(s.strength_milli, 0.5) as strength_milli
    from surges as s
    inner join placements as p on p.account_id = s.account_id
    inner join topics as t on t.topic = s.topic
    group by p.segment, t.topic_name
    order by p.segment, seen_at desc, topic
"""
PER_SEGMENT = "select segment, count(*) as accounts from placements group by segment"
Ranked = TypeVar("Ranked", Deed, Doer, Learned, Surge)


@dataclass(frozen=True)
class Common:
    """What occurs at accounts like one: the most common first. `accounts`: among how many of its segment."""

    accounts: int
    deeds: tuple[Deed, ...] = ()
    doers: tuple[Doer, ...] = ()
    facts: tuple[Learned, ...] = ()
    surges: tuple[Surge, ...] = ()
    shapes: tuple[Shape, ...] = ()
    content: Content = NO_CONTENT


def common(connection: Connection, definition: Definition, as_of: int, known_at: int) -> dict[int, Common]:
    """What is common at the accounts in view on a day, by the number of their segment.

    World tables must stand; rule tables and those of the steps are made anew. Of facts those of all accounts in view
    are counted: which segment an account is of may hang on the fact that is missing.
    """
    line.fill_all(connection, pipeline.day_rows([(as_of, known_at)], definition))
    shapes = [Shape(*row) for row in connection.execute(SHAPES).fetchall()]
    mapped = line.content(connection, line.told(connection, definition, known_at))
    line.fill_all(connection, pipeline.rules(definition, shapes, line.titles(connection), mapped))
    for step in pipeline.DAY:
        if step.table in STEPS:
            line.make(connection, step)
    days = {"as_of": as_of, "known_at": known_at, "window": longest_window(definition)}
    deeds, titles = _by_segment(rows(connection, DEEDS, days)), _by_segment(rows(connection, TITLES, days))
    surges, facts = _by_segment(rows(connection, SURGES)), _facts(rows(connection, FACTS))
    looks = {shape.shape_id: shape for shape in shapes}
    found = {}
    for row in rows(connection, PER_SEGMENT):
        segment = row["segment"]
        here = _ranked(map(_deed, deeds.get(segment, ())), MOST_DEEDS)
        found[segment] = Common(
            row["accounts"],
            here,
            _ranked((_doer(one, definition) for one in titles.get(segment, ())), MOST_ROLES),
            facts,
            _ranked(map(_surge, surges.get(segment, ())), MOST_TOPICS),
            tuple(looks[deed.shape_id] for deed in here),
            replace(mapped, acts={deed.shape_id: mapped.acts.get(deed.shape_id, ()) for deed in here}),
        )
    return found


def _deed(row: Row) -> Deed:
    look = (row["kind"], row["signal"], row["shape_id"], row["seconds"], tuple(row["assets"] or ()))
    return Deed(0, *look, row["seen_at"])


def _surge(row: Row) -> Surge:
    return Surge(0, row["topic"], row["strength_milli"], row["seen_at"])


def _doer(row: Row, definition: Definition) -> Doer:
    role = definition.roles[row["role"] - 1].name if row["role"] else ""
    return Doer(0, 0, "", row["title"], role, row["seen_at"])


def _facts(found: Sequence[Row]) -> tuple[Learned, ...]:
    columns = ("number_milli", "value_on", "seen_at")
    told = (Learned(0, row["fact"], row["value"] or "", *(row[name] for name in columns)) for row in found)
    return _ranked(told, MOST_FACTS)


def _ranked(some: Iterable[Ranked], most: int) -> tuple[Ranked, ...]:
    return tuple(replace(one, rank=nth) for nth, one in enumerate(some))[:most]


def _by_segment(found: Iterable[Row]) -> Mapping[int, list[Row]]:
    parts: dict[int, list[Row]] = {}
    for row in found:
        parts.setdefault(row["segment"], []).append(row)
    return parts
