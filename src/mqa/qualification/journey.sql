-- journey: the stage of one account on a day. Sales facts beat scores: an open opportunity is pipeline, a won one is
-- won, whatever the score. After a lost one scores decide again. recycled: it was qualified and waits (rejected,
-- deferred, expired). prospect: it fits and a person there is known by name.
with steps as (
    select
        t.as_of,
        o.account_id,
        o.kind,
        row_number() over (
            partition by o.account_id
            order by o.day desc nulls last, o.known_on desc nulls last, o.kind desc nulls last, o.outcome_id nulls last
        ) as nth
    from today as t
    inner join outcomes as o on o.day <= t.as_of and o.known_on <= t.known_at
    where o.account_id > 0
),

members_known as (
    select m.account_id, count(*) as people
    from members as m
    inner join today as t on t.as_of = m.as_of
    group by m.account_id
)

select
    s.as_of,
    s.account_id,
    case
        when o.kind = 'won' then 'won'
        when o.kind = 'opened' then 'pipeline'
        when l.stage <> 'none' then l.stage
        when d.cooling_until is not null or d.asks_evidence_after is not null then 'recycled'
        when s.state = 'graded' and m.people > 0 then 'prospect'
        else 'suspect'
    end as stage
from scores as s
inner join today as t on t.as_of = s.as_of
left join steps as o on o.account_id = s.account_id and o.nth = 1
left join standings as d on d.as_of = s.as_of and d.account_id = s.account_id
left join levels as l on l.level = d.level
left join members_known as m on m.account_id = s.account_id
