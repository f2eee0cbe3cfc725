-- journey: the stage of one account on a day, and its cause (what put it there: `mqa.terms.stages` lists both).
-- Sales facts beat scores: an open opportunity is pipeline; else won where the last one closed was won; else the last
-- answer of sales since one was lost: SQA (willing to talk) or SAA (accepted). lost: until sales answers, or a level of
-- MQA or PQA is entered on something new. recycled: it was qualified (recycled_by) and cools down, or waits for new
-- evidence and holds no other stage. prospect: it fits and a person there is known by name.
with told as (
    select o.account_id, o.opportunity, o.outcome_id, o.kind, o.day, o.told_on
    from today as t
    inner join outcomes as o on o.day <= t.as_of and o.known_on <= t.known_at
    where o.account_id > 0
    group by o.account_id, o.opportunity, o.outcome_id, o.kind, o.day, o.told_on
    having sum(o.times) > 0
),

steps as (
    select
        o.account_id,
        o.kind,
        o.day,
        row_number() over (
            partition by o.account_id, o.opportunity
            order by
                o.day desc nulls last,
                case when o.kind = 'opened' then 1 else 0 end nulls last,
                o.told_on desc nulls last,
                o.kind desc nulls last,
                o.outcome_id nulls last
        ) as nth
    from told as o
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

answers as (
    select
        d.account_id,
        d.disposition,
        d.day,
        row_number() over (
            partition by d.account_id
            order by
                d.day desc nulls last,
                d.disposition_id desc nulls last,
                d.known_on desc nulls last,
                d.disposition nulls last
        ) as nth
    from today as t
    inner join dispositions as d on d.day <= t.as_of and d.known_on <= t.known_at
    where d.account_id > 0
),

placed as (
    select
        s.as_of,
        s.account_id,
        l.stage as level_stage,
        d.recycled_by,
        case
            when o.open_now = 1 then 'pipeline'
            when o.won_on > -1000000 and o.won_on >= o.lost_on then 'won'
            when a.disposition = 'qualified' and a.day > coalesce(o.lost_on, -1000000) then 'SQA'
            when a.disposition = 'accepted' and a.day > coalesce(o.lost_on, -1000000) then 'SAA'
            when l.qualified = 1 and d.since > o.lost_on and d.evidence_on > o.lost_on then 'level'
            when o.lost_on > -1000000 and o.lost_on >= coalesce(a.day, -1000000) then 'lost'
            when l.qualified = 1 then 'level'
            when d.cooling_until is not null then 'recycled'
            when l.stage <> 'none' then 'level'
            when d.asks_evidence_after is not null then 'recycled'
            when s.state = 'graded' and s.known > 0 then 'prospect'
            else 'suspect'
        end as place
    from scores as s
    inner join today as t on t.as_of = s.as_of
    left join opportunities as o on o.account_id = s.account_id
    left join answers as a on a.account_id = s.account_id and a.nth = 1
    left join standings as d on d.as_of = s.as_of and d.account_id = s.account_id
    left join levels as l on l.level = d.level
)

select
    as_of,
    account_id,
    case when place = 'level' then level_stage else place end as stage,
    case
        when place = 'pipeline' then 'opportunity opened'
        when place = 'won' then 'opportunity won'
        when place = 'SQA' then 'willing to talk'
        when place = 'SAA' then 'accepted'
        when place = 'lost' then 'opportunity lost'
        when place = 'recycled' then recycled_by
        else 'scores'
    end as cause
from placed
