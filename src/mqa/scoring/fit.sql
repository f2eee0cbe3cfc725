-- fit: how well one account fits the ICP on a day.
-- state: excluded (a match that puts it out), outside (a required test fails), unknown (a required fact, or too
-- much of the rest, is not known), graded. fit_score and known_share: millionths of 0-100 and of 0-1.
-- fit_score = 100 * points of the criteria that hold / all positive points, between 0 and 100, divided once, so that
-- an account on a grade's bar reaches it. grade_rank: 1 is the best grade; 0 = none. Source: semantics, "Fit".
with sums as (
    select
        m.as_of,
        m.account_id,
        cast(sum(case when c.purpose = 'excluded' then m.holds else 0 end) as bigint) as excluded_held,
        cast(sum(case when c.purpose = 'required' then m.holds else 0 end) as bigint) as required_held,
        cast(sum(case when c.purpose = 'required' then 1 else 0 end) as bigint) as required_known,
        cast(sum(case when c.purpose = 'points' then m.holds * c.points else 0 end) as bigint) as held_points,
        cast(sum(case when c.purpose = 'points' and c.points > 0 then c.points else 0 end) as bigint) as known_points,
        max(m.hindsight) as hindsight
    from criteria_met as m
    inner join criteria as c on c.criterion = m.criterion
    where c.purpose in ('required', 'excluded', 'points')
    group by m.as_of, m.account_id
),

states as (
    select
        a.as_of,
        a.account_id,
        case
            when coalesce(s.excluded_held, 0) > 0 then 'excluded'
            when coalesce(s.required_known, 0) > coalesce(s.required_held, 0) then 'outside'
            when coalesce(s.required_known, 0) < r.required then 'unknown'
            when cast(coalesce(s.known_points, 0) * 1000000 // r.all_points as bigint) < r.least_known_share then 'unknown'
            else 'graded'
        end as state,
        case
            when coalesce(s.held_points, 0) <= 0 then 0
            when s.held_points > r.all_points then 100000000
            else cast(s.held_points * 100000000 // r.all_points as bigint)
        end as fit_score,
        cast(coalesce(s.known_points, 0) * 1000000 // r.all_points as bigint) as known_share,
        coalesce(s.hindsight, 0) as hindsight
    from accounts_today as a
    cross join fit_rules as r
    left join sums as s on s.as_of = a.as_of and s.account_id = a.account_id
)

select
    s.as_of,
    s.account_id,
    s.state,
    s.fit_score,
    s.known_share,
    case when s.state = 'graded' then coalesce(g.grade_rank, 0) else 0 end as grade_rank,
    s.hindsight
from states as s
left join grades as g on s.fit_score >= g.bar and s.fit_score < g.below
