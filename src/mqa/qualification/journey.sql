-- journey: the stage of one account on a day. Sales facts beat scores: while an opportunity is open the account is
-- pipeline; otherwise won where the last one closed was won; after a lost one scores decide again. recycled: it was
-- qualified (rejected, deferred or expired since) and cools down, or waits for new evidence and holds no other stage.
-- prospect: it fits and a person there is known by name.
with steps as (
    select
        o.account_id,
        o.kind,
        o.day,
        row_number() over (
            partition by o.account_id, o.opportunity
            order by
                o.day desc nulls last,
                case when o.kind = 'opened' then 1 else 0 end nulls last,
                o.known_on desc nulls last,
                o.kind desc nulls last,
                o.outcome_id nulls last
        ) as nth
    from today as t
    inner join outcomes as o on o.day <= t.as_of and o.known_on <= t.known_at
    where o.account_id > 0
),

opportunities as (
    select
        account_id,
        max(case when kind = 'opened' then 1 else 0 end) as open_now,
        max(case when kind = 'won' then day else -1000000 end) as won_on,
        max(case when kind = 'lost' then day else -1000000 end) as lost_on
    from steps
    where nth = 1
    group by account_id
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
        when o.open_now = 1 then 'pipeline'
        when o.won_on > -1000000 and o.won_on >= o.lost_on then 'won'
        when l.qualified = 1 then l.stage
        when d.cooling_until is not null then 'recycled'
        when l.stage <> 'none' then l.stage
        when d.asks_evidence_after is not null then 'recycled'
        when s.state = 'graded' and m.people > 0 then 'prospect'
        else 'suspect'
    end as stage
from scores as s
inner join today as t on t.as_of = s.as_of
left join opportunities as o on o.account_id = s.account_id
left join standings as d on d.as_of = s.as_of and d.account_id = s.account_id
left join levels as l on l.level = d.level
left join members_known as m on m.account_id = s.account_id
