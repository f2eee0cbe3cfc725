-- counts: how often an account's people did what one counter counts, on a day.
-- unit of a counter: visits (days of one person or one nameless visitor, of so many pages and seconds at least), assets (distinct), people (known, distinct),
-- topics (distinct, of those it names), times (acts). Source: semantics, "Visits and assets".
with units as (
    select
        g.as_of,
        d.account_id,
        c.counter,
        case when c.unit in ('visits', 'people') then d.person_id else 0 end as person_id,
        case
            when c.unit = 'visits' then g.age
            when c.unit = 'assets' then d.asset_id
            when c.unit = 'topics' then c.topic
            else 0
        end as what,
        cast(sum(d.times) as bigint) as times
    from activity_days as d
    inner join ages as g on g.day = d.day
    inner join counters as c on c.pattern_set = d.pattern_set
    where d.known_on <= g.known_at and g.age < c.within and g.age >= c.not_within
    group by
        g.as_of,
        d.account_id,
        c.counter,
        case when c.unit in ('visits', 'people') then d.person_id else 0 end,
        case
            when c.unit = 'visits' then g.age
            when c.unit = 'assets' then d.asset_id
            when c.unit = 'topics' then c.topic
            else 0
        end,
        c.pages,
        c.seconds
    having sum(d.times) >= c.pages and (c.seconds = 0 or sum(d.seconds) >= c.seconds)
),

kinds as (
    select counter, max(unit) as unit
    from counters
    group by counter
)

select
    u.as_of,
    u.account_id,
    u.counter,
    cast(sum(case
        when k.unit = 'times' then u.times
        when k.unit = 'people' and u.person_id <= 0 then 0
        when k.unit = 'assets' and u.what = 0 then 0
        else 1
    end) as bigint) as counted
from units as u
inner join kinds as k on k.counter = u.counter
group by u.as_of, u.account_id, u.counter
