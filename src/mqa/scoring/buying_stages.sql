-- buying_stages: the buying stage of one account on a day: the one with the most points (gains before caps; a tie:
-- the later stage). stage: 1 awareness, 2 consideration, 3 decision. Source: semantics, "Buying stage".
with sums as (
    select p.as_of, p.account_id, s.stage, cast(sum(p.points) as bigint) as points
    from person_signals as p
    inner join signals as s on s.signal = p.signal
    where p.points > 0 and s.stage > 0
    group by p.as_of, p.account_id, s.stage
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
