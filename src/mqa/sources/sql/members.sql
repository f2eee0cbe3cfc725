-- members: one standing membership of a person in an account by one rule, before this load.
select
    account_id, person_id, person_key, rule,
    case when person_key like '%@%' then split_part(person_key, '@', -1) end as host
from people
group by account_id, person_id, person_key, rule
having sum(times) > 0
