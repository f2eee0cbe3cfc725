-- scores: the scores of one account on a day, in millionths of 0-100, and the counts they rest on.
-- breadth, depth, recency: the three dimensions; engagement: their weighted sum, itself the sum of breadth_share,
-- depth_share and recency_share, which the rows of contributions add up to; product: depth over product signals.
-- points, product_points: micro-points after caps, gains less penalties; mqls: people who are leads by the old
-- measure; engaged, seen, known: people engaged, seen (with a positive matched act while acts count), known by name;
-- last_age: days since the last act with positive points; evidence_age: days since the last positive matched act,
-- product acts and acts too old for points among them (null: none). Source: semantics, "Engagement" 5-7, "Small print".
with totals as (
    select
        as_of,
        account_id,
        cast(sum(case pool when 1 then counted when 2 then -counted else 0 end) as bigint) as points,
        cast(sum(case pool when 3 then counted when 4 then -counted else 0 end) as bigint) as product_points
    from pools
    group by as_of, account_id
),

people_counts as (
    select
        as_of,
        account_id,
        cast(sum(engaged) as bigint) as engaged,
        cast(sum(case when person_id > 0 and points_age is not null then 1 else 0 end) as bigint) as seen,
        cast(sum(mql) as bigint) as mqls,
        min(points_age) as last_age,
        min(seen_age) as evidence_age
    from person_scores
    group by as_of, account_id
),

known as (
    select as_of, account_id, count(*) as people
    from members
    group by as_of, account_id
),

gathered as (
    select
        p.as_of, p.account_id, p.segment, p.tier, p.scope,
        s.breadth_weight, s.depth_weight, s.recency_weight, s.benchmark_people, s.benchmark_milli, s.product_milli,
        coalesce(n.engaged, 0) as engaged,
        coalesce(n.seen, 0) as seen,
        coalesce(n.mqls, 0) as mqls,
        coalesce(k.people, 0) as known,
        n.last_age,
        n.evidence_age,
        coalesce(t.points, 0) as points,
        coalesce(t.product_points, 0) as product_points,
        coalesce(r.recency, 0) as recency
    from placements as p
    inner join scopes as s on s.scope = p.scope
    left join people_counts as n on n.as_of = p.as_of and n.account_id = p.account_id
    left join known as k on k.as_of = p.as_of and k.account_id = p.account_id
    left join totals as t on t.as_of = p.as_of and t.account_id = p.account_id
    left join recency_ages as r on r.age = n.last_age
),

shares as (
    select
        g.as_of, g.account_id, g.segment, g.tier, g.scope, g.engaged, g.seen, g.mqls, g.known, g.last_age,
        g.evidence_age, g.points, g.product_points, g.recency,
        cast(least(g.engaged, g.benchmark_people) * 100000000 // g.benchmark_people as bigint) as breadth,
        cast(least(g.engaged, g.benchmark_people) * g.breadth_weight * 100 // g.benchmark_people as bigint)
            as breadth_share,
        case when g.points <= 0 then 0
            else cast(least(g.points, g.benchmark_milli * 1000) * 100000 // g.benchmark_milli as bigint)
        end as depth,
        case when g.points <= 0 then 0
            else cast(
                least(g.points, g.benchmark_milli * 1000) * g.depth_weight // (g.benchmark_milli * 10) as bigint
            )
        end as depth_share,
        cast(g.recency * g.recency_weight // 1000000 as bigint) as recency_share,
        case when g.product_points <= 0 then 0
            else cast(least(g.product_points, g.product_milli * 1000) * 100000 // g.product_milli as bigint)
        end as product
    from gathered as g
)

select
    s.as_of, s.account_id, f.state, f.fit_score, f.known_share, f.grade_rank, s.segment, s.tier, s.scope,
    s.breadth_share + s.depth_share + s.recency_share as engagement,
    s.breadth, s.depth, s.recency, s.breadth_share, s.depth_share, s.recency_share,
    s.product, s.points, s.product_points, s.engaged, s.seen, s.known, s.mqls, s.last_age, s.evidence_age,
    f.hindsight
from shares as s
inner join fit as f on f.as_of = s.as_of and f.account_id = s.account_id
