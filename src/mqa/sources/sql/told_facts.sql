-- told_facts: one fact of an account as a source of facts tells it.
select
    p.account_id, s.fact, u.value, s.number_milli, s.value_on, s.observed_on, s.ended_on, s.several, s.hindsight,
    getvariable('source') as source, p.known_on, cast(1 as bigint) as times, p.first_account, p.told_on,
    s.observed
from staged as s
inner join placed as p on p.row = s.row
cross join unnest(s.texts) as u (value)
where s.fate = 0 and p.first_account > 0
