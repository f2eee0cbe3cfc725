"""The tables and questions of a comparison: side 1 is what was, side 2 what would be."""

from __future__ import annotations

TABLES = """
    create table sides (side bigint, level bigint, name varchar, rank bigint, handed bigint);
    create table changes (side bigint, as_of bigint, account_id bigint, was bigint, level bigint, cause varchar);
    create table stood (side bigint, account_id bigint, level bigint);
    create table placed (account_id bigint, tier bigint, segment bigint, open_pipeline bigint);
"""
KEPT = (
    "insert into changes select {side}, as_of, account_id, was, level, cause from transitions",
    "insert into stood select {side}, account_id, level from standings where level > 0",
)
PLACED = """
    insert into placed
    select s.account_id, s.tier, s.segment, case when j.stage = 'pipeline' then 1 else 0 end
    from scores as s
    inner join journey as j on j.account_id = s.account_id
    where s.account_id in (select account_id from changes)
"""
# Grain: an account that stands at a level under either, with the names of both levels (empty: none).
BOTH = """
    create table both_sides as
    select
        coalesce(w.account_id, n.account_id) as account_id,
        coalesce(w.name, '') as was, coalesce(n.name, '') as now,
        coalesce(w.rank, 0) as was_rank, coalesce(n.rank, 0) as now_rank,
        coalesce(w.handed, 0) as was_handed, coalesce(n.handed, 0) as now_handed
    from (select t.account_id, s.* from stood as t join sides as s on s.side = t.side and s.level = t.level
        where t.side = 1) as w
    full join (select t.account_id, s.* from stood as t join sides as s on s.side = t.side and s.level = t.level
        where t.side = 2) as n on n.account_id = w.account_id
"""
LEVELS = """
    select
        l.name, l.handed,
        count(*) filter (where b.was = l.name) as was,
        count(*) filter (where b.now = l.name) as now,
        count(*) filter (where b.now = l.name and b.was <> l.name) as enter,
        count(*) filter (where b.was = l.name and b.now <> l.name) as leave
    from (
        select name, arg_max(handed, side) as handed, max(rank) as rank, max(side) as side from sides group by name
    ) as l
    left join both_sides as b on l.name in (b.was, b.now)
    group by l.name, l.handed, l.rank, l.side
    order by l.rank desc, l.side, l.name
"""
FLOWS = """
    select was, now, count(*) as accounts from both_sides where was <> now
    group by was, now, was_rank, now_rank order by now_rank desc, was_rank, was, now
"""
# Grain: an account that would stand at another level, or at one that goes to sales under one alone; first those that
# sales would get or lose, the highest first.
MOVED = """
    select
        b.account_id, coalesce(a.domain, '') as domain, coalesce(a.name, '') as name, coalesce(a.owner, '') as owner,
        coalesce(t.name, '') as tier, coalesce(g.name, '') as segment, coalesce(p.open_pipeline, 0) as open_pipeline,
        b.was, b.now, b.now_handed - b.was_handed as handed
    from both_sides as b
    left join named as a on a.account_id = b.account_id
    left join placed as p on p.account_id = b.account_id
    left join tier_names as t on t.number = p.tier
    left join segment_names as g on g.number = p.segment
    where b.was <> b.now or b.was_handed <> b.now_handed
    order by abs(handed) desc, handed desc, greatest(b.was_rank, b.now_rank) desc, domain, b.account_id
"""
PARTS = """
    select '{kind}' as kind, {what} as name,
        count(*) filter (where handed = 1) as enter, count(*) filter (where handed = -1) as leave
    from moved where handed <> 0 group by {what}
"""
# Grain: a period, and how many accounts entered a level that is handed off, from none that is, under each. Whoever has
# an opportunity that is open then, or was won, is with sales already and is not handed off.
VOLUME = """
    with steps as (
        select account_id, opportunity, kind, day
        from outcomes
        where account_id > 0
        group by account_id, opportunity, outcome_id, kind, day
        having sum(times) > 0
    ),

    with_sales as (
        select
            account_id, min(day) filter (where kind = 'opened') as since,
            case when count(*) filter (where kind = 'won') = 0 then max(day) filter (where kind = 'lost') end as until
        from steps
        group by account_id, opportunity
    ),

    entered as (
        select distinct c.side, p.first_day, c.account_id
        from changes as c
        inner join periods as p on c.as_of >= p.first_day and c.as_of <= p.last_day
        inner join sides as l on l.side = c.side and l.level = c.level and l.handed = 1
        left join sides as b on b.side = c.side and b.level = c.was
        where
            coalesce(b.handed, 0) = 0
            and not exists (
                select 1 from with_sales as w
                where w.account_id = c.account_id and c.as_of >= w.since and (w.until is null or c.as_of < w.until)
            )
    ),

    accounts as (
        select e.first_day, e.account_id, max(coalesce(n.domain, '')) as domain,
            count(*) filter (where side = 1) as was, count(*) filter (where side = 2) as now
        from entered as e
        left join named as n on n.account_id = e.account_id
        group by e.first_day, e.account_id
    )

    select
        p.first_day as first, p.last_day as last,
        coalesce(sum(a.was), 0)::bigint as was, coalesce(sum(a.now), 0)::bigint as now,
        coalesce(list(a.domain order by a.domain) filter (where a.was > a.now), []) as only_was,
        coalesce(list(a.domain order by a.domain) filter (where a.now > a.was), []) as only_now
    from periods as p
    left join accounts as a on a.first_day = p.first_day
    group by p.first_day, p.last_day
    order by p.first_day
"""
# Grain: an account that would stand elsewhere, and the day since which it stood elsewhere; the higher of both levels
# then, whether it was entered that very day, and why the lower side changed, where it did.
PARTED = """
    with concerned as (
        select c.* from changes as c where c.account_id in (select account_id from wanted)
    ),

    levels as (
        select
            d.account_id, d.as_of,
            coalesce(arg_max(c.level, c.as_of) filter (where c.side = 1), 0) as was,
            coalesce(arg_max(c.level, c.as_of) filter (where c.side = 2), 0) as now
        from (select distinct account_id, as_of from concerned) as d
        inner join concerned as c on c.account_id = d.account_id and c.as_of <= d.as_of
        group by d.account_id, d.as_of
    ),

    named_levels as (
        select
            l.account_id, l.as_of, l.was, l.now, coalesce(w.name, '') as was_name, coalesce(n.name, '') as now_name,
            coalesce(w.rank, 0) as was_rank, coalesce(n.rank, 0) as now_rank
        from levels as l
        left join sides as w on w.side = 1 and w.level = l.was
        left join sides as n on n.side = 2 and n.level = l.now
    ),

    parted as (
        select * from named_levels as l
        where l.as_of > coalesce(
            (select max(b.as_of) from named_levels as b where b.account_id = l.account_id and b.was_name = b.now_name),
            -1000000
        )
        qualify row_number() over (partition by account_id order by as_of) = 1
    )

    select
        p.account_id, p.as_of,
        case when p.now_rank >= p.was_rank then p.now_name else p.was_name end as level,
        case when p.now_rank >= p.was_rank then 2 else 1 end as higher,
        case when h.level > h.was then 1 else 0 end as entered,
        coalesce(o.cause, '') as cause
    from parted as p
    left join concerned as h
        on h.account_id = p.account_id and h.as_of = p.as_of
        and h.side = case when p.now_rank >= p.was_rank then 2 else 1 end
    left join concerned as o
        on o.account_id = p.account_id and o.as_of = p.as_of
        and o.side = case when p.now_rank >= p.was_rank then 1 else 2 end
"""
