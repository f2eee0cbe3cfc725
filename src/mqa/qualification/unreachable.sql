-- unreachable: one person known by name whom e-mail does not reach on a day; reach: why not, bounced (mail to their
-- address came back: it may no longer be theirs) or unsubscribed (they do not want mail; sales may call). Of both, bounced.
-- It holds from the act on, however long ago, until the act is taken back. Source: decision 0031.
with stopped as (
    select t.as_of, a.account_id, a.person_id, m.reach
    from today as t
    inner join activity_days as a on a.day <= t.as_of and a.known_on <= t.known_at
    inner join mail_stops as m on m.pattern_set = a.pattern_set
    where a.person_id > 0
    group by t.as_of, a.account_id, a.person_id, m.reach
    having sum(a.times) > 0
)

select as_of, account_id, person_id, min(reach) as reach
from stopped
group by as_of, account_id, person_id
