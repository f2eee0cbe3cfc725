-- person_scores: one person (0 = all nameless visitors) with a matched act in an account on a day.
-- gains, penalties: micro-points of engagement signals, uncapped; engaged: 1 where a known person's gains less
-- penalties reach what the definition asks for in the account's segment and tier; seen_age: days since the last act of
-- a signal with positive points (null: none); points_age: the same among acts that still have points (counts_for);
-- mql: 1 where the old measure would call the person a lead. Source: semantics, "Engagement" 5, "MQL points".
with sums as (
    select
        p.as_of,
        p.account_id,
        p.person_id,
        cast(sum(case when s.score = 'engagement' and p.points > 0 then p.points else 0 end) as bigint) as gains,
        cast(sum(case when s.score = 'engagement' and p.points < 0 then -p.points else 0 end) as bigint) as penalties,
        min(case when s.positive = 1 then p.last_age end) as seen_age,
        min(case when s.score = 'engagement' and p.points > 0 then p.points_age end) as points_age,
        min(p.scope) as scope,
        coalesce(min(p.class), 0) as class,
        cast(coalesce(min(p.class), 0) // 10000 as bigint) as role
    from person_signals as p
    inner join signals as s on s.signal = p.signal
    group by p.as_of, p.account_id, p.person_id
)

select
    s.as_of,
    s.account_id,
    s.person_id,
    s.class,
    s.role,
    s.gains,
    s.penalties,
    case when s.person_id > 0 and s.gains - s.penalties >= c.engaged_at then 1 else 0 end as engaged,
    s.seen_age,
    s.points_age,
    case when s.person_id > 0 and s.gains - s.penalties >= c.mql_points and q.role is not null then 1 else 0 end as mql
from sums as s
inner join scopes as c on c.scope = s.scope
left join mql_roles as q on q.role = s.role
