-- sure_visitors: one nameless visitor who is surely of an account on a day, by the rule that brought them there.
-- Empty where the definition weighs all nameless visitors alike. Source: decision 0023.
select d.as_of, p.account_id, p.person_id
from days as d
inner join people as p on p.known_on <= d.known_at
inner join sure_rules as s on s.rule = p.rule
where p.account_id > 0 and p.person_id < 0
group by d.as_of, p.account_id, p.person_id
having sum(p.times) > 0
