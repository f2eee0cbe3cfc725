-- counts: how often an account's people did what one counter counts, on a day.
-- unit of a counter: visits (days of one person or one nameless visitor), assets (distinct), people (known, distinct),
-- times (acts). Source: semantics, "Visits and assets".
with units as (
    select
        g.as_of,
        d.account_id,
        c.counter,
        c.unit,
        case when c.unit in ('visits', 'people') then d.person_id else 0 end as person_id,
        case when c.unit = 'visits' then g.age else 0 end as age,
        case when c.unit = 'assets' then d.asset_id else 0 end as asset_id,
        cast(sum(d.times) as bigint) as times
    from activity_days as d
    inner join ages as g on g.day = d.day
    inner join counters as c on c.pattern_set = d.pattern_set
    where d.known_on <= g.known_at and g.age < c.within
    group by
        g.as_of,
        d.account_id,
        c.counter,
        c.unit,
        case when c.unit in ('visits', 'people') then d.person_id else 0 end,
        case when c.unit = 'visits' then g.age else 0 end,
        case when c.unit = 'assets' then d.asset_id else 0 end
    having sum(d.times) > 0
)

select
    as_of,
    account_id,
    counter,
    case
        when max(unit) = 'times' then cast(sum(times) as bigint)
        when max(unit) = 'people' then cast(sum(case when person_id > 0 then 1 else 0 end) as bigint)
        when max(unit) = 'assets' then cast(sum(case when asset_id <> 0 then 1 else 0 end) as bigint)
        else count(*)
    end as counted
from units
group by as_of, account_id, counter
