-- capped: the points of one person and signal that count for an account on a day, after the caps.
-- pool: 1 gains and 2 penalties of engagement, 3 and 4 of product; size: micro-points before caps, counted: after
-- (both >= 0); side: which totals bound, signals (cap) or people (most_per_person).
-- The caps bind totals: of the capped sums by signal and by person the smaller one stands (a tie: signals), and rows
-- are scaled inside the groups of that side. A group's last row takes what rounding leaves, so a group adds up to its
-- capped total exactly. The scale is a millionth, so no product passes 64 bits. Source: semantics, "Engagement" 5.
with caps_of_scopes as (
    select
        c.scope, m.signal, m.cap, m.most_per_person,
        case when s.score = 'engagement' then 1 else 3 end as gains_pool,
        case when s.score = 'engagement' then 2 else 4 end as penalties_pool
    from scopes as c
    inner join caps as m on m.worth_class = c.worth_class
    inner join signals as s on s.signal = m.signal
),

by_signal as (
    select
        p.as_of, p.account_id, case when p.points > 0 then m.gains_pool else m.penalties_pool end as pool, p.signal,
        cast(sum(abs(p.points)) as bigint) as total,
        least(cast(sum(abs(p.points)) as bigint), min(m.cap)) as capped_total
    from person_signals as p
    inner join caps_of_scopes as m on m.scope = p.scope and m.signal = p.signal
    where p.points <> 0
    group by p.as_of, p.account_id, case when p.points > 0 then m.gains_pool else m.penalties_pool end, p.signal
),

by_person as (
    select
        p.as_of, p.account_id, case when p.points > 0 then m.gains_pool else m.penalties_pool end as pool, p.person_id,
        cast(sum(abs(p.points)) as bigint) as total,
        least(cast(sum(abs(p.points)) as bigint), min(m.most_per_person)) as capped_total
    from person_signals as p
    inner join caps_of_scopes as m on m.scope = p.scope and m.signal = p.signal
    where p.points <> 0
    group by p.as_of, p.account_id, case when p.points > 0 then m.gains_pool else m.penalties_pool end, p.person_id
),

signal_side as (
    select
        as_of, account_id, pool, cast(sum(total) as bigint) as total, cast(sum(capped_total) as bigint) as capped_total
    from by_signal
    group by as_of, account_id, pool
),

person_side as (
    select as_of, account_id, pool, cast(sum(capped_total) as bigint) as capped_total
    from by_person
    group by as_of, account_id, pool
),

bound as (
    select
        s.as_of, s.account_id, s.pool,
        case when s.capped_total <= p.capped_total then 'signals' else 'people' end as side
    from signal_side as s
    inner join person_side as p on p.as_of = s.as_of and p.account_id = s.account_id and p.pool = s.pool
    where s.capped_total < s.total or p.capped_total < s.total
),

capped_groups as (
    select b.as_of, b.account_id, b.pool, b.side, g.signal as group_key, g.total, g.capped_total
    from bound as b
    inner join by_signal as g on g.as_of = b.as_of and g.account_id = b.account_id and g.pool = b.pool
    where b.side = 'signals' and g.capped_total < g.total
    union all
    select b.as_of, b.account_id, b.pool, b.side, g.person_id as group_key, g.total, g.capped_total
    from bound as b
    inner join by_person as g on g.as_of = b.as_of and g.account_id = b.account_id and g.pool = b.pool
    where b.side = 'people' and g.capped_total < g.total
),

sized as (
    select
        p.as_of, p.account_id, case when p.points > 0 then m.gains_pool else m.penalties_pool end as pool, p.signal,
        p.person_id, abs(p.points) as size
    from person_signals as p
    inner join caps_of_scopes as m on m.scope = p.scope and m.signal = p.signal
    where p.points <> 0
),

sided as (
    select
        z.as_of, z.account_id, z.pool, z.signal, z.person_id, z.size, b.side,
        case when b.side = 'people' then z.person_id else z.signal end as group_key
    from sized as z
    inner join bound as b on b.as_of = z.as_of and b.account_id = z.account_id and b.pool = z.pool
),

scaled as (
    select
        z.as_of, z.account_id, z.pool, z.signal, z.person_id, z.size, z.side, g.total, g.capped_total,
        cast(g.capped_total * 1000000 // g.total as bigint) as millionths,
        cast(sum(z.size) over (
            partition by z.as_of, z.account_id, z.pool, z.group_key
            order by z.signal nulls last, z.person_id nulls last
            rows between unbounded preceding and current row
        ) as bigint) as up_to
    from sided as z
    inner join capped_groups as g
        on g.as_of = z.as_of and g.account_id = z.account_id and g.pool = z.pool and g.group_key = z.group_key
)

select z.as_of, z.account_id, z.pool, z.signal, z.person_id, z.size, z.size as counted, 'signals' as side
from sized as z
left join bound as b on b.as_of = z.as_of and b.account_id = z.account_id and b.pool = z.pool
where b.side is null
union all
select z.as_of, z.account_id, z.pool, z.signal, z.person_id, z.size, z.size as counted, z.side
from sided as z
left join capped_groups as g
    on g.as_of = z.as_of and g.account_id = z.account_id and g.pool = z.pool and g.group_key = z.group_key
where g.total is null
union all
select
    as_of, account_id, pool, signal, person_id, size,
    case when up_to = total then capped_total else cast(up_to * millionths // 1000000 as bigint) end
    - cast((up_to - size) * millionths // 1000000 as bigint) as counted,
    side
from scaled
