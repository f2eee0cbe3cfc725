-- conversion_by_people: of the accounts that became qualified in a period with so many people engaged (people: 0 to 3; 4:
-- four or more; null: nobody wrote it down): how many came to a stage (SAA, SQA, pipeline, won) or further. Cohort and
-- censoring: as in `reached`. qualified: all of them; share: in_time of old_enough.
select
    p.period,
    case when r.engaged >= 4 then 4 else r.engaged end as people,
    r.stage,
    r.within,
    count(*) as qualified,
    cast(sum(r.reached) as bigint) as reached,
    cast(sum(r.old_enough) as bigint) as old_enough,
    cast(sum(r.in_time) as bigint) as in_time
from periods as p
inner join reached as r on r.day >= p.first_day and r.day <= p.last_day
group by p.period, case when r.engaged >= 4 then 4 else r.engaged end, r.stage, r.within
