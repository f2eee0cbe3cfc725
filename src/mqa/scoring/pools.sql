-- pools: the points of one pool of an account on a day, before and after the caps.
-- pool: 1 gains and 2 penalties of engagement, 3 and 4 of product; size: micro-points before caps, counted: after (both
-- >= 0); side: which totals bound, signals (cap) or people (most_per_person).
-- The caps bind totals: of the capped sums by signal and by person the smaller one stands (a tie: signals). How that is
-- shared among signals and people stands in capped. Source: semantics, "Engagement" 5.
with by_signal as (
    select
        p.as_of, p.account_id, p.pool, p.signal, cast(sum(abs(p.points)) as bigint) as size,
        least(cast(sum(abs(p.points)) as bigint), min(m.cap)) as counted
    from person_signals as p
    inner join scopes as c on c.scope = p.scope
    inner join caps as m on m.worth_class = c.worth_class and m.signal = p.signal
    where p.points <> 0
    group by p.as_of, p.account_id, p.pool, p.signal
),

by_person as (
    select
        p.as_of, p.account_id, p.pool, p.person_id,
        least(cast(sum(abs(p.points)) as bigint), min(m.most_per_person)) as counted
    from person_signals as p
    inner join scopes as c on c.scope = p.scope
    inner join caps as m on m.worth_class = c.worth_class and m.signal = p.signal
    where p.points <> 0
    group by p.as_of, p.account_id, p.pool, p.person_id
),

signal_side as (
    select
        as_of, account_id, pool, cast(sum(size) as bigint) as size, cast(sum(counted) as bigint) as counted
    from by_signal
    group by as_of, account_id, pool
),

person_side as (
    select as_of, account_id, pool, cast(sum(counted) as bigint) as counted
    from by_person
    group by as_of, account_id, pool
)

select
    s.as_of, s.account_id, s.pool, s.size, least(s.counted, p.counted) as counted,
    case when s.counted <= p.counted then 'signals' else 'people' end as side
from signal_side as s
inner join person_side as p on p.as_of = s.as_of and p.account_id = s.account_id and p.pool = s.pool
