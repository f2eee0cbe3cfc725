-- entries: one time an account became qualified: it came to MQA or PQA (stage) from a stage that is neither, on `day`,
-- for the nth time, with so many people engaged (null: nobody wrote it down). saa_on, sqa_on, pipeline_on, won_on: the first day since at which it had come so far or further
-- (a lost opportunity had come to pipeline), null: not yet; stands: the stage it is at, or was at when it next became
-- qualified, since stands_since. Cohort: the day of becoming qualified. What follows a second entry belongs to the
-- second alone, so nothing is counted twice. Censoring: everything up to the last day that is known.
with arrivals as (
    select
        transition_id,
        account_id,
        name as stage,
        since as day,
        row_number() over (partition by account_id order by transition_id nulls last) as nth,
        lead(transition_id) over (partition by account_id order by transition_id nulls last) as next_one
    from stays
    where kind = 'stage' and name in ('MQA', 'PQA') and came_from not in ('MQA', 'PQA')
),

episodes as (
    select
        a.transition_id,
        a.account_id,
        a.stage,
        a.nth,
        a.day,
        s.name as later,
        s.since,
        row_number() over (partition by a.transition_id order by s.transition_id desc nulls last) as back
    from arrivals as a
    inner join stays as s
        on
            s.account_id = a.account_id
            and s.transition_id >= a.transition_id
            and s.transition_id < coalesce(a.next_one, 9223372036854775807)
    where s.kind = 'stage'
)

select
    e.transition_id,
    e.account_id,
    e.stage,
    e.nth,
    e.day,
    t.engaged,
    min(case when e.later in ('SAA', 'SQA', 'pipeline', 'won', 'lost') then e.since end) as saa_on,
    min(case when e.later in ('SQA', 'pipeline', 'won', 'lost') then e.since end) as sqa_on,
    min(case when e.later in ('pipeline', 'won', 'lost') then e.since end) as pipeline_on,
    min(case when e.later = 'won' then e.since end) as won_on,
    max(case when e.back = 1 then e.later end) as stands,
    max(case when e.back = 1 then e.since end) as stands_since
from episodes as e
left join transitions as t on t.transition_id = e.transition_id
group by e.transition_id, e.account_id, e.stage, e.nth, e.day, t.engaged
