-- contributions: one share of one score of an account on a day, in millionths of 0-100; the shares of a score
-- add up to it exactly.
-- score: engagement or product; dimension: depth (a row per signal and person), breadth (a row per engaged person),
-- recency (one row). signal, person_id: 0 where none; person_id 0 in a depth row: the nameless visitors.
-- points: signed micro-points before caps; counted: after caps; side: the caps that bound.
-- A share is the difference of two running quotients, gains first, then by signal and person. Source: semantics,
-- "Exact explanation".
with running as (
    select
        c.as_of, c.account_id, c.score, c.signal, c.person_id, c.sign, c.size, c.counted, c.side,
        cast(sum(c.sign * c.counted) over (
            partition by c.as_of, c.account_id, c.score
            order by c.sign desc nulls last, c.signal nulls last, c.person_id nulls last
            rows between unbounded preceding and current row
        ) as bigint) as up_to,
        case when c.score = 'product' then s.product_points else s.points end as net,
        case when c.score = 'product' then s.product else s.depth_share end as total,
        case when c.score = 'product' then o.product_milli else o.benchmark_milli end as benchmark_milli,
        case when c.score = 'product' then 1000000 else o.depth_weight end as weight,
        row_number() over (
            partition by c.as_of, c.account_id, c.score
            order by c.sign nulls last, c.signal desc nulls last, c.person_id desc nulls last
        ) as from_last
    from capped as c
    inner join scores as s on s.as_of = c.as_of and s.account_id = c.account_id
    inner join scopes as o on o.scope = s.scope
),

quotients as (
    select
        as_of, account_id, score, signal, person_id, sign, size, counted, side, net,
        case
            when net <= 0 then 0
            when from_last = 1 then total
            when net <= benchmark_milli * 1000 then cast(up_to * weight // (benchmark_milli * 10) as bigint)
            else cast(up_to * cast(total * 1000000 // net as bigint) // 1000000 as bigint)
        end as share_up_to,
        case
            when net <= 0 then 0
            when net <= benchmark_milli * 1000
                then cast((up_to - sign * counted) * weight // (benchmark_milli * 10) as bigint)
            else cast((up_to - sign * counted) * cast(total * 1000000 // net as bigint) // 1000000 as bigint)
        end as share_before
    from running
),

engaged_people as (
    select
        p.as_of, p.account_id, p.person_id, s.breadth_share, s.engaged,
        row_number() over (partition by p.as_of, p.account_id order by p.person_id nulls last) as nth
    from person_scores as p
    inner join scores as s on s.as_of = p.as_of and s.account_id = p.account_id
    where p.engaged = 1
)

select
    as_of, account_id, score, 'depth' as dimension, signal, person_id,
    sign * size as points, sign * counted as counted, side, share_up_to - share_before as share
from quotients
union all
select
    as_of, account_id, 'engagement' as score, 'breadth' as dimension, 0 as signal, person_id,
    0 as points, 0 as counted, '' as side,
    cast(nth * breadth_share // engaged as bigint) - cast((nth - 1) * breadth_share // engaged as bigint) as share
from engaged_people
union all
select
    as_of, account_id, 'engagement' as score, 'recency' as dimension, 0 as signal, 0 as person_id,
    0 as points, 0 as counted, '' as side, recency_share as share
from scores
where recency_share > 0
