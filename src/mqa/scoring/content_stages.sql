-- content_stages: the points of one buying stage of one account on a day, of acts that count for signals whose stage is
-- that of the content. points: micro-points, faded, weighted, before caps, gains alone. Each stage is asked for by itself:
-- of one person on one day at most per_day acts of a signal and stage count. Source: decision 0033.
with daily as (
    select
        g.as_of, d.account_id, case when d.person_id < 0 then 0 else d.person_id end as person_id, s.signal, s.stage,
        g.age, cast(sum(d.times) as bigint) as times
    from activity_days as d
    inner join pattern_stages as s on s.pattern_set = d.pattern_set
    inner join ages as g on g.day = d.day
    where d.known_on <= g.known_at
    group by
        g.as_of, d.account_id, case when d.person_id < 0 then 0 else d.person_id end, s.signal, s.stage, g.age
    having sum(d.times) > 0
)

select
    x.as_of, x.account_id, x.stage,
    cast(sum(least(least(x.times, w.per_day) * w.points, w.most)) as bigint) as points
from daily as x
inner join placements as p on p.as_of = x.as_of and p.account_id = x.account_id
inner join scopes as c on c.scope = p.scope
left join members as m on m.as_of = x.as_of and m.account_id = x.account_id and m.person_id = x.person_id
inner join worth as w
    on w.worth_class = c.worth_class
    and w.signal = x.signal
    and w.weighing = case when x.person_id = 0 then -1 else coalesce(m.weighing, 0) end
    and w.age = x.age
    and w.points > 0
group by x.as_of, x.account_id, x.stage
