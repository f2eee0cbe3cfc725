-- conversion_by_people: of the accounts that became qualified in a period with so many people engaged (people: 0 to 3; 4:
-- four or more; null: nobody wrote it down): how many came to a stage (SAA, SQA, pipeline, won) or further. Cohort, share
-- and censoring as in `conversion`: share = in_time of old_enough.
with reaching as (
    select
        p.period,
        case when e.engaged >= 4 then 4 else e.engaged end as people,
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
    from periods as p
    inner join entries as e on e.day >= p.first_day and e.day <= p.last_day
    cross join horizons as h
    cross join moment as m
)

select
    period,
    people,
    stage,
    within,
    count(*) as qualified,
    count(reached_on) as reached,
    count(case when day + within <= as_of then 1 end) as old_enough,
    count(case when day + within <= as_of and reached_on <= day + within then 1 end) as in_time
from reaching
group by period, people, stage, within
