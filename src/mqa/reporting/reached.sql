-- reached: one entry (see `entries`) beside one stage that it may come to (SAA, SQA, pipeline, won). within: the days that it
-- has for that; reached: 1 where it has come so far or further to this day, whatever it took; old_enough: 1 where it became
-- qualified at least `within` days ago; in_time: 1 where, besides, it had come so far within these days.
-- Cohort: the day of becoming MQA or PQA. Censoring: who is younger is not old enough, whether it has converted or not, so
-- that young cohorts do not look better or worse than they are.
with reaching as (
    select
        e.transition_id,
        e.day,
        e.engaged,
        h.stage,
        h.within,
        m.as_of,
        case
            when h.stage = 'SAA' then e.saa_on
            when h.stage = 'SQA' then e.sqa_on
            when h.stage = 'pipeline' then e.pipeline_on
            when h.stage = 'won' then e.won_on
        end as reached_on
    from entries as e
    inner join horizons as h on h.stage in ('SAA', 'SQA', 'pipeline', 'won')
    cross join moment as m
)

select
    transition_id,
    day,
    engaged,
    stage,
    within,
    case when reached_on is not null then 1 else 0 end as reached,
    case when day + within <= as_of then 1 else 0 end as old_enough,
    case when day + within <= as_of and reached_on <= day + within then 1 else 0 end as in_time
from reaching
