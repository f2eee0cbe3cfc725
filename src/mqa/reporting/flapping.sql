-- flapping: of the changes from one level to another (came_from, name; empty: no level) that scores made in a period:
-- how many were taken back within 30 days (undone), of those that are old enough to say (old_enough: made at least 30
-- days ago); changes: all of them; accounts: how many different accounts flapped so. Cohort: the day of the change. Share:
-- undone of old_enough. Censoring: who changed more recently is in neither, whether it went back or not.
select
    p.period,
    r.came_from,
    r.name,
    count(*) as changes,
    count(case when r.day + 30 <= m.as_of then 1 end) as old_enough,
    count(case when r.day + 30 <= m.as_of then r.undone_on end) as undone,
    count(distinct case when r.day + 30 <= m.as_of and r.undone_on is not null then r.account_id end) as accounts
from periods as p
cross join moment as m
inner join reversals as r on r.day >= p.first_day and r.day <= p.last_day
group by p.period, r.came_from, r.name
