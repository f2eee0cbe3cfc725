-- volume: how many accounts became qualified in one week or month (bucket) of a period; again: 1 where they had been
-- qualified before. Formula: qualified = entries whose day lies in the bucket; accounts = different accounts among
-- them. Cohort: the day of becoming MQA or PQA. No denominator. Censoring: none, a count of what has happened.
select
    b.period,
    b.bucket,
    case when e.nth > 1 then 1 else 0 end as again,
    count(*) as qualified,
    count(distinct e.account_id) as accounts
from buckets as b
inner join entries as e on e.day >= b.first_day and e.day <= b.last_day
group by b.period, b.bucket, case when e.nth > 1 then 1 else 0 end
