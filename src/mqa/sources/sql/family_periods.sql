-- family_periods: one account that has, or had, a parent, from a day until another (not included): its parent and the
-- topmost company of its family by what was known then (null: it has none, or its link closes a circle). The periods follow
-- each other without a gap.
with recursive cuts as (
    select account_id, since as day from parent_periods
    union
    select account_id, until from parent_periods
    union
    select account_id, since from circles
    union
    select account_id, until from circles
),

pieces as (
    select account_id, day as since, lead(day) over (partition by account_id order by day) as until
    from cuts
),

links as (
    select p.account_id, l.parent_id, p.since, p.until
    from pieces as p
    inner join parent_periods as l on l.account_id = p.account_id and l.since <= p.since and l.until >= p.until
    where not exists (
        select 1 from circles as c where c.account_id = p.account_id and c.since <= p.since and c.until >= p.until
    )
),

walk as (
    select account_id, parent_id, since, until, 1 as steps
    from links
    union all
    select w.account_id, l.parent_id, greatest(w.since, l.since), least(w.until, l.until), w.steps + 1
    from walk as w
    inner join links as l on l.account_id = w.parent_id and l.since < w.until and l.until > w.since
),

days as (
    select account_id, since as day from walk
    union
    select account_id, until from walk
    union
    select f.account_id, d.day
    from (select account_id from walk union select account_id from families) as f
    cross join (values (getvariable('ever')), (getvariable('no_end'))) as d (day)
),

spans as (
    select account_id, day as since, lead(day) over (partition by account_id order by day) as until
    from days
)

select
    s.account_id, arg_min(w.parent_id, w.steps) as parent_id, arg_max(w.parent_id, w.steps) as top_id, s.since, s.until
from spans as s
left join walk as w on w.account_id = s.account_id and w.since <= s.since and w.until >= s.until
where s.until is not null
group by s.account_id, s.since, s.until
