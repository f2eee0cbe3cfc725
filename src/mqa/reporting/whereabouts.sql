-- whereabouts: where the accounts that became qualified in a period stand on the last day that is known (stands: a
-- stage). Cohort: the day of becoming MQA or PQA; of an account that became qualified again, the earlier time stands
-- where it was before the later one. Denominator: all of them. Censoring: none, it says where they stand so far.
select p.period, e.stands, count(*) as qualified
from periods as p
inner join entries as e on e.day >= p.first_day and e.day <= p.last_day
group by p.period, e.stands
