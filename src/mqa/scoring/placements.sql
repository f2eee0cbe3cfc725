-- placements: the segment, the tier and, from both, the scope (the set of thresholds, weights and benchmarks)
-- of one account on a day. The first segment and the first tier all of whose tests hold win.
with held as (
    select m.as_of, m.account_id, c.purpose, c.owner, count(*) as tests_held
    from criteria_met as m
    inner join criteria as c on c.criterion = m.criterion
    where c.purpose in ('segment', 'tier') and m.holds = 1
    group by m.as_of, m.account_id, c.purpose, c.owner
    union all
    select f.as_of, f.account_id, c.purpose, c.owner, count(*) as tests_held
    from fit as f
    inner join grades as g on g.grade_rank = f.grade_rank
    inner join criterion_values as v on v.value = g.value
    inner join criteria as c on c.criterion = v.criterion and c.fact_number = -1
    group by f.as_of, f.account_id, c.purpose, c.owner
),

first_held as (
    select
        h.as_of,
        h.account_id,
        min(case when h.purpose = 'segment' then h.owner end) as segment,
        min(case when h.purpose = 'tier' then h.owner end) as tier
    from (
        select as_of, account_id, purpose, owner, cast(sum(tests_held) as bigint) as tests_held
        from held
        group by as_of, account_id, purpose, owner
    ) as h
    inner join places as p on p.purpose = h.purpose and p.owner = h.owner and p.tests = h.tests_held
    group by h.as_of, h.account_id
)

select f.as_of, f.account_id, s.segment, s.tier, s.scope
from fit as f
cross join fit_rules as r
left join first_held as h on h.as_of = f.as_of and h.account_id = f.account_id
inner join scopes as s
    on s.segment = least(coalesce(h.segment, r.last_segment), r.last_segment)
    and s.tier = least(coalesce(h.tier, r.last_tier), r.last_tier)
