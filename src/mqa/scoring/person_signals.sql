-- person_signals: what one person's acts of one signal are worth to an account on a day, before caps.
-- person_id 0 = all nameless visitors together. points: micro-points, faded, weighted, of a day at most per_day acts
-- and most points; last_age: days since the latest of the acts; points_age: the same among those that have points
-- (null: none has); pool: as in pools (0: no points); scope: of the account; class: of the person (null: no member).
-- Nameless acts all weigh what a likely one does, and those of sure_visitors (surely) once more what being sure adds; so
-- neither a further act nor surer knowledge lowers a gain. Source: semantics, "Engagement" 1-4.
with daily as (
    select
        g.as_of, d.account_id, case when d.person_id < 0 then 0 else d.person_id end as person_id, s.signal, g.age,
        cast(sum(d.times) as bigint) as times, 0 as surely
    from activity_days as d
    inner join ages as g on g.day = d.day
    inner join pattern_signals as s on s.pattern_set = d.pattern_set
    where d.known_on <= g.known_at
    group by g.as_of, d.account_id, case when d.person_id < 0 then 0 else d.person_id end, s.signal, g.age
    having sum(d.times) > 0
    union all
    select
        g.as_of, d.account_id, 0 as person_id, s.signal, g.age, cast(sum(d.times) as bigint) as times, 1 as surely
    from sure_visitors as v
    inner join activity_days as d on d.account_id = v.account_id and d.person_id = v.person_id
    inner join ages as g on g.day = d.day and g.as_of = v.as_of
    inner join pattern_signals as s on s.pattern_set = d.pattern_set
    where d.known_on <= g.known_at
    group by g.as_of, d.account_id, s.signal, g.age
    having sum(d.times) > 0
),

sums as (
    select
        x.as_of, x.account_id, x.person_id, x.signal,
        cast(sum(greatest(least(least(x.times, w.per_day) * w.points, w.most), -w.most)) as bigint) as points,
        min(x.age) as last_age,
        min(case when w.points <> 0 then x.age end) as points_age,
        min(p.scope) as scope,
        min(m.class) as class
    from daily as x
    inner join placements as p on p.as_of = x.as_of and p.account_id = x.account_id
    inner join scopes as c on c.scope = p.scope
    left join members as m on m.as_of = x.as_of and m.account_id = x.account_id and m.person_id = x.person_id
    inner join worth as w
        on w.worth_class = c.worth_class
        and w.signal = x.signal
        and w.weighing = case when x.surely = 1 then -2 when x.person_id = 0 then -1 else coalesce(m.weighing, 0) end
        and w.age = x.age
    group by x.as_of, x.account_id, x.person_id, x.signal
)

select
    x.as_of, x.account_id, x.person_id, x.signal, x.points, x.last_age, x.points_age,
    case
        when x.points = 0 then 0
        else case when s.score = 'product' then 3 else 1 end + case when x.points > 0 then 0 else 1 end
    end as pool,
    x.scope, x.class
from sums as x
left join signals as s on s.signal = x.signal
