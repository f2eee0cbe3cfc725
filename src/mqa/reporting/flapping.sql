-- flapping: of the changes from one level to another (came_from, name; empty: no level) that scores made in a period:
-- how many were taken back within the days of `horizons` (undone), of those that are old enough to say (old_enough: made at
-- least so many days ago); changes: all of them; accounts: how many different accounts flapped so. Cohort: the day of the
-- change. Share: undone of old_enough. Censoring: who changed more recently is in neither, whether it went back or not.
with changed as (
    select
        p.period,
        r.account_id,
        r.came_from,
        r.name,
        case when r.day + h.within <= m.as_of then 1 else 0 end as old_enough,
        case when r.day + h.within <= m.as_of and r.undone_on <= r.day + h.within then 1 else 0 end as undone
    from periods as p
    cross join moment as m
    inner join horizons as h on h.stage = 'level'
    inner join reversals as r on r.day >= p.first_day and r.day <= p.last_day
)

select
    period,
    came_from,
    name,
    count(*) as changes,
    cast(sum(old_enough) as bigint) as old_enough,
    cast(sum(undone) as bigint) as undone,
    count(distinct case when undone = 1 then account_id end) as accounts
from changed
group by period, came_from, name
