-- contributions: one share of one score of an account on a day, in millionths of 0-100; the shares of a score
-- add up to it exactly.
-- score: engagement or product; dimension: depth (a row per signal and person), breadth (a row per engaged person),
-- recency (one row). signal, person_id: 0 where none; person_id 0 in a depth row: the nameless visitors.
-- points: signed micro-points before caps; counted: after caps; side: the caps that bound.
-- A share is the difference of two running quotients, gains first, then by signal and person. Source: semantics,
-- "Exact explanation".
with running as (
    -- Product comes after engagement in one running sum: to sort once by few keys is what this step costs.
    select
        as_of, account_id, pool, signal, person_id, size, counted, side,
        cast(sum(case when pool in (1, 3) then counted else -counted end) over (
            partition by as_of, account_id
            order by pool * 1000000 + signal nulls last, person_id nulls last
            rows between unbounded preceding and current row
        ) as bigint) as up_to
    from capped
),

measured as (
    select
        r.as_of, r.account_id, case when r.pool in (1, 2) then 'engagement' else 'product' end as score,
        r.signal, r.person_id, r.side,
        case when r.pool in (1, 3) then r.size else -r.size end as points,
        case when r.pool in (1, 3) then r.counted else -r.counted end as counted,
        case when r.pool in (1, 2) then r.up_to else r.up_to - s.points end as up_to,
        case when r.pool in (1, 2) then s.points else s.product_points end as net,
        case when r.pool in (1, 2) then s.depth_share else s.product end as total,
        case when r.pool in (1, 2) then o.benchmark_milli else o.product_milli end as benchmark_milli,
        case when r.pool in (1, 2) then o.depth_weight else 1000000 end as weight
    from running as r
    inner join scores as s on s.as_of = r.as_of and s.account_id = r.account_id
    inner join scopes as o on o.scope = s.scope
),

quotients as (
    select
        as_of, account_id, score, signal, person_id, points, counted, side,
        case
            when net <= 0 then 0
            when net <= benchmark_milli * 1000 then cast(up_to * weight // (benchmark_milli * 10) as bigint)
            when up_to = net then total
            else cast(up_to * cast(total * 1000000 // net as bigint) // 1000000 as bigint)
        end as share_up_to,
        case
            when net <= 0 then 0
            when net <= benchmark_milli * 1000
                then cast((up_to - counted) * weight // (benchmark_milli * 10) as bigint)
            when up_to - counted = net then total
            else cast((up_to - counted) * cast(total * 1000000 // net as bigint) // 1000000 as bigint)
        end as share_before
    from measured
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
    as_of, account_id, score, 'depth' as dimension, signal, person_id, points, counted, side, share_up_to - share_before as share
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
