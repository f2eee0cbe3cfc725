-- capped: the points of one person and signal that count for an account on a day, after the caps.
-- pool, side: as in pools; size: micro-points before caps, counted: after (both >= 0).
-- Where the caps of a pool bind, rows are scaled inside the groups of its side: those of a signal, or of a person. A
-- group's last row takes what rounding leaves, so a group adds up to its capped total exactly. The scale is a
-- millionth, so no product passes 64 bits. Source: semantics, "Engagement" 5.
with bound as (
    select as_of, account_id, pool, side
    from pools
    where counted < size
),

grouped as (
    select
        p.as_of, p.account_id, p.pool, p.signal, p.person_id, abs(p.points) as size, b.side,
        case when b.side = 'people' then p.person_id else p.signal end as group_key,
        case when b.side = 'people' then m.most_per_person else m.cap end as most
    from person_signals as p
    inner join bound as b on b.as_of = p.as_of and b.account_id = p.account_id and b.pool = p.pool
    inner join scopes as c on c.scope = p.scope
    inner join caps as m on m.worth_class = c.worth_class and m.signal = p.signal
),

totals as (
    select
        as_of, account_id, pool, group_key, cast(sum(size) as bigint) as total,
        least(cast(sum(size) as bigint), min(most)) as capped_total
    from grouped
    group by as_of, account_id, pool, group_key
),

scaled as (
    select
        g.as_of, g.account_id, g.pool, g.signal, g.person_id, g.size, g.side, t.total, t.capped_total,
        cast(t.capped_total * 1000000 // t.total as bigint) as millionths,
        cast(sum(g.size) over (
            partition by g.as_of, g.account_id, g.pool, g.group_key
            order by g.signal nulls last, g.person_id nulls last
            rows between unbounded preceding and current row
        ) as bigint) as up_to
    from grouped as g
    inner join totals as t
        on t.as_of = g.as_of and t.account_id = g.account_id and t.pool = g.pool and t.group_key = g.group_key
    where t.capped_total < t.total
)

select
    p.as_of, p.account_id, p.pool, p.signal, p.person_id, abs(p.points) as size, abs(p.points) as counted,
    'signals' as side
from person_signals as p
left join bound as b on b.as_of = p.as_of and b.account_id = p.account_id and b.pool = p.pool
where p.points <> 0 and b.side is null
union all
select g.as_of, g.account_id, g.pool, g.signal, g.person_id, g.size, g.size as counted, g.side
from grouped as g
inner join totals as t
    on t.as_of = g.as_of and t.account_id = g.account_id and t.pool = g.pool and t.group_key = g.group_key
where t.capped_total = t.total
union all
select
    as_of, account_id, pool, signal, person_id, size,
    case when up_to = total then capped_total else cast(up_to * millionths // 1000000 as bigint) end
    - cast((up_to - size) * millionths // 1000000 as bigint) as counted,
    side
from scaled
