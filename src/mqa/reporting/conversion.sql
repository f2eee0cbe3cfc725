-- conversion: of the accounts that became qualified in one week or month (bucket) of a period: how many came to a
-- stage (SAA, SQA, pipeline, won) or further. Cohort: the day of becoming MQA or PQA; qualified: all of them; reached:
-- those that have come so far to this day, whatever it took. Share: in_time of old_enough, where old_enough counts those
-- who became qualified at least `within` days ago, and in_time those of them who had come so far within these days.
-- Censoring: who is younger is in neither, whether it has converted or not, so that young cohorts do not look better
-- or worse than they are.
with reaching as (
    select
        b.period,
        b.bucket,
        h.stage,
        h.within,
        e.day,
        m.as_of,
        case
            when h.stage = 'SAA' then e.saa_on
            when h.stage = 'SQA' then e.sqa_on
            when h.stage = 'pipeline' then e.pipeline_on
            when h.stage = 'won' then e.won_on
        end as reached_on
    from buckets as b
    inner join entries as e on e.day >= b.first_day and e.day <= b.last_day
    cross join horizons as h
    cross join moment as m
)

select
    period,
    bucket,
    stage,
    within,
    count(*) as qualified,
    count(reached_on) as reached,
    count(case when day + within <= as_of then 1 end) as old_enough,
    count(case when day + within <= as_of and reached_on <= day + within then 1 end) as in_time
from reaching
group by period, bucket, stage, within
