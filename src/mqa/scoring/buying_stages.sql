-- buying_stages: the buying stage of one account on a day: the one with the most points (gains before caps; a tie:
-- the later stage), of signals that have a stage and of what was looked at, by the map of content.
-- stage: 1 awareness, 2 consideration, 3 decision. Source: semantics, "Buying stage".
with sums as (
    select t.as_of, t.account_id, t.stage, cast(sum(t.points) as bigint) as points
    from (
        select p.as_of, p.account_id, s.stage, p.points
        from person_signals as p
        inner join signals as s on s.signal = p.signal
        where p.points > 0 and s.stage > 0
        union all
        select as_of, account_id, stage, points from content_stages
    ) as t
    group by t.as_of, t.account_id, t.stage
),

ranked as (
    select
        as_of, account_id, stage, points,
        row_number() over (
            partition by as_of, account_id order by points desc nulls last, stage desc nulls last
        ) as nth
    from sums
)

select as_of, account_id, stage, points
from ranked
where nth = 1
