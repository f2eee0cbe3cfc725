-- leaf_verdicts: the answer to one simple condition for one account on a day; no row: nothing was seen, and the
-- answer is no.
-- seen, needed_to_enter, needed_to_stay: in the condition's unit; enters, stays: 1 or 0. A condition (composite or
-- not) that is not asked of an account's segment (only_for) needs 0 and holds.
select
    m.as_of,
    m.account_id,
    m.condition,
    m.seen,
    t.needed_to_enter,
    t.needed_to_stay,
    case when m.seen >= t.needed_to_enter then 1 else 0 end as enters,
    case when m.seen >= t.needed_to_stay then 1 else 0 end as stays
from measures as m
inner join thresholds as t on t.condition = m.condition and t.scope = m.scope
where t.needed_to_enter > 0
union all
select
    p.as_of,
    p.account_id,
    t.condition,
    0 as seen,
    t.needed_to_enter,
    t.needed_to_stay,
    1 as enters,
    1 as stays
from placements as p
inner join thresholds as t on t.scope = p.scope
where t.needed_to_enter <= 0
