-- benchmarks: what the accounts of one segment and tier have of one thing on a day, beside the benchmark that the
-- definition sets for them. Accounts that may qualify count (not excluded, not outside the ICP).
-- measure: points (micro-points after caps), people (engaged), and contact_ratio (engaged / known in millionths), for
-- which tier is 0: all tiers of the segment.
-- accounts: all of the segment and tier; counted: those where somebody is engaged, which the quartiles are of (most
-- accounts are asleep, and quartiles of all would be 0); low, middle, high: of n values in rising order the one at place
-- ceil(n / 4), ceil(n / 2), ceil(3 n / 4); benchmark: in the same unit (null: there is none); reached: how many of those
-- counted have at least that. Shown to people, never part of a score. Source: decision 0031.
with eligible as (
    select s.as_of, s.account_id, s.segment, s.tier, s.scope, s.points, s.engaged, coalesce(c.contact_ratio, 0) as ratio
    from scores as s
    inner join committee as c on c.as_of = s.as_of and c.account_id = s.account_id
    where s.state in ('graded', 'unknown')
),

measured as (
    select
        e.as_of, e.account_id, e.segment, e.tier, 'points' as measure, e.points as seen,
        c.benchmark_milli * 1000 as benchmark, e.engaged
    from eligible as e
    inner join scopes as c on c.scope = e.scope
    union all
    select
        e.as_of, e.account_id, e.segment, e.tier, 'people' as measure, e.engaged as seen,
        c.benchmark_people as benchmark, e.engaged
    from eligible as e
    inner join scopes as c on c.scope = e.scope
    union all
    select
        as_of, account_id, segment, 0 as tier, 'contact_ratio' as measure, ratio as seen,
        cast(null as bigint) as benchmark, engaged
    from eligible
),

sizes as (
    select
        as_of, segment, tier, measure, max(benchmark) as benchmark, count(*) as accounts,
        cast(sum(case when engaged > 0 then 1 else 0 end) as bigint) as counted
    from measured
    group by as_of, segment, tier, measure
),

placed as (
    select
        as_of, segment, tier, measure, seen, accounts,
        cast(sum(accounts) over (
            partition by as_of, segment, tier, measure
            order by seen nulls last
            rows between unbounded preceding and current row
        ) as bigint) as place
    from (
        select as_of, segment, tier, measure, seen, count(*) as accounts
        from measured
        where engaged > 0
        group by as_of, segment, tier, measure, seen
    ) as seen_alike
)

select
    z.as_of, z.segment, z.tier, z.measure, z.accounts, z.counted,
    min(case when p.place * 4 >= z.counted then p.seen end) as low,
    min(case when p.place * 2 >= z.counted then p.seen end) as middle,
    min(case when p.place * 4 >= z.counted * 3 then p.seen end) as high,
    z.benchmark,
    cast(sum(case when p.seen >= z.benchmark then p.accounts else 0 end) as bigint) as reached
from sizes as z
left join placed as p
    on p.as_of = z.as_of and p.segment = z.segment and p.tier = z.tier and p.measure = z.measure
group by z.as_of, z.segment, z.tier, z.measure, z.accounts, z.counted, z.benchmark
