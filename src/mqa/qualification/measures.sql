-- measures: what was seen of one account for one simple condition on a day; no row: nothing (0).
-- seen: in the condition's unit: micro-points, millionths of 0-100 for scores and of 0-1 for shares, rates and lifts,
-- else a count. A lift divides what happens a day by what happened a day before; nothing before counts as one. scope: of
-- the account, so that thresholds are found without it.
with seen_people as (
    select
        p.as_of,
        p.account_id,
        c.condition,
        c.out_of,
        case when c.counts = 0 then p.person_id else c.counts end as what
    from person_scores as p
    inner join people_conditions as c on c.class = p.class
    where p.person_id > 0 and p.seen_age < c.within
    group by p.as_of, p.account_id, c.condition, c.out_of, case when c.counts = 0 then p.person_id else c.counts end
),

of_scores as (
    select
        s.as_of, s.account_id, s.scope, c.condition,
        case c.measure
            when 'engagement' then s.engagement
            when 'breadth' then s.breadth
            when 'depth' then s.depth
            when 'recency' then s.recency
            when 'product' then s.product
            when 'points' then s.points
            when 'known_share' then s.known_share
            when 'engaged' then s.engaged
            when 'contact_ratio' then case when s.known > 0 then cast(s.engaged * 1000000 // s.known as bigint) end
        end as seen
    from scores as s
    cross join score_conditions as c
),

other as (
    select
        as_of,
        account_id,
        condition,
        case when max(out_of) = 0 then count(*) else cast(count(*) * 1000000 // max(out_of) as bigint) end as seen
    from seen_people
    group by as_of, account_id, condition
    union all
    select u.as_of, u.account_id, c.condition, count(*) as seen
    from surges as u
    inner join score_conditions as c on c.measure = 'surging_topics'
    group by u.as_of, u.account_id, c.condition
    union all
    select u.as_of, u.account_id, c.condition, cast(count(*) * 1000000 // t.topics as bigint) as seen
    from surges as u
    inner join score_conditions as c on c.measure = 'surging_share'
    cross join (select count(*) as topics from topics) as t
    group by u.as_of, u.account_id, c.condition, t.topics
    union all
    select m.as_of, m.account_id, c.owner as condition, cast(sum(m.holds) as bigint) as seen
    from criteria_met as m
    inner join criteria as c on c.criterion = m.criterion
    where c.purpose = 'condition' and m.holds = 1
    group by m.as_of, m.account_id, c.owner
    union all
    select n.as_of, n.account_id, c.condition, n.counted as seen
    from counts as n
    inner join counter_conditions as c on c.counter = n.counter and c.out_of_counter = 0
    union all
    select
        n.as_of,
        n.account_id,
        c.condition,
        cast(n.counted * c.times // (greatest(coalesce(o.counted, 0), 1) * c.per) as bigint) as seen
    from counts as n
    inner join counter_conditions as c on c.counter = n.counter and c.out_of_counter > 0
    left join counts as o on o.as_of = n.as_of and o.account_id = n.account_id and o.counter = c.out_of_counter
    where coalesce(o.counted, 0) >= c.least_out_of
    union all
    select b.as_of, b.account_id, c.condition, 1 as seen
    from buying_stages as b
    inner join stage_conditions as c on c.stage = b.stage
)

select as_of, account_id, scope, condition, seen
from of_scores
where seen > 0
union all
select s.as_of, s.account_id, s.scope, c.condition, 1 as seen
from scores as s
inner join grade_conditions as c on c.grade_rank = s.grade_rank
union all
select o.as_of, o.account_id, p.scope, o.condition, o.seen
from other as o
inner join placements as p on p.as_of = o.as_of and p.account_id = o.account_id
