-- conversion: of the accounts that became qualified in one week or month (bucket) of a period: how many came to a
-- stage (SAA, SQA, pipeline, won) or further. Cohort and censoring: as in `reached`. qualified: all of them; share: in_time
-- of old_enough.
select
    b.period,
    b.bucket,
    r.stage,
    r.within,
    count(*) as qualified,
    cast(sum(r.reached) as bigint) as reached,
    cast(sum(r.old_enough) as bigint) as old_enough,
    cast(sum(r.in_time) as bigint) as in_time
from buckets as b
inner join reached as r on r.day >= b.first_day and r.day <= b.last_day
group by b.period, b.bucket, r.stage, r.within
