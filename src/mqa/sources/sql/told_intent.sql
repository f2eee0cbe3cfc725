-- told_intent: one week's research of a topic by an account as the file tells it; the counts of several rows add up.
select
    p.account_id, s.topic, s.week, s.strength_milli, cast(sum(s.counted) as bigint) as counted, s.provider,
    p.first_account as told_of, p.known_on, cast(1 as bigint) as times, p.first_account, p.told_on
from staged as s
inner join placed as p on p.row = s.row
where s.fate = 0 and p.first_account > 0
group by p.account_id, s.topic, s.week, s.strength_milli, s.provider, p.first_account, p.known_on, p.told_on
