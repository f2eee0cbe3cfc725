-- surges: one topic that surges for an account on a day: in some week its strength reached what the definition asks of
-- the account's segment and tier. strength_milli: the strongest, thousandths of 0-100; provider, week: who saw it so, and
-- in which week (the latest of equals); providers: how many saw it surge.
with ranked as (
    select
        g.as_of, g.account_id, g.topic, g.strength_milli, g.provider, g.week,
        row_number() over (
            partition by g.as_of, g.account_id, g.topic
            order by g.strength_milli desc nulls last, g.week desc nulls last, g.provider nulls last
        ) as nth
    from strengths as g
    inner join placements as p on p.as_of = g.as_of and p.account_id = g.account_id
    inner join scopes as s on s.scope = p.scope
    where g.strength_milli >= s.surge_milli
)

select
    as_of,
    account_id,
    topic,
    max(strength_milli) as strength_milli,
    max(case when nth = 1 then provider end) as provider,
    max(case when nth = 1 then week end) as week,
    count(distinct provider) as providers
from ranked
group by as_of, account_id, topic
