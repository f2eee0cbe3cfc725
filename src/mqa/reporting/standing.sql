-- standing: how many accounts stood in one stage, or at one level (kind, name), at the end of a period's last day, or
-- of the last day that is known where that is earlier. Formula: stays that had begun by then and had not ended.
-- Snapshot, no cohort, no denominator. Censoring: none.
with ends as (
    select p.period, least(p.last_day, m.as_of) as day
    from periods as p
    cross join moment as m
)

select e.period, s.kind, s.name, count(*) as accounts
from ends as e
inner join stays as s on s.since <= e.day and (s.until is null or s.until > e.day)
group by e.period, s.kind, s.name
