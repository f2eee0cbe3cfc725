-- accounts_today: one account known by a day, and not merged into another by then. known_on: the day it was first known.
select
    d.as_of,
    a.account_id,
    max(a.domain) as domain,
    min(case when a.times > 0 then a.known_on end) as known_on
from days as d
inner join accounts as a on a.known_on <= d.known_at
where a.account_id > 0
group by d.as_of, a.account_id
having sum(a.times) > 0
