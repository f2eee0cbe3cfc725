-- Which side of the caps binds, the scores, and the contributions.
create or replace table signal_totals as
select account_id, code, total, cap * 1_000_000::bigint as cap
from (
    select account_id, code, abs(sum(points))::bigint as total from person_signals_by_hand
    where points <> 0
    group by account_id, code
)
join signals_by_hand using (code);

create or replace table sums as
with of_people as (
    select
        account_id,
        sum(engaged)::bigint as engaged,
        count(*) filter (person_id > 0 and points_age is not null) as seen,
        sum(mql)::bigint as mqls,
        min(points_age) as last_age,
        min(seen_age) as evidence_age,
        sum(least(gains, 60_000_000))::bigint as gains,
        sum(least(penalties, 60_000_000))::bigint as penalties,
        sum(least(product, 60_000_000))::bigint as product,
        count(*) filter (person_id > 0 and seen_age < 14 and role > 0) as committee,
        count(*) filter (person_id > 0 and seen_age < 60 and role = 1) as buyers,
        bit_count(bit_or(1 << role) filter (person_id > 0 and seen_age < 90 and role in (1, 2, 3, 6))) as covered,
        bit_count(bit_or(1 << (class % 10_000 // 100)) filter (
            person_id > 0 and seen_age < 60 and class % 10_000 >= 100
        )) as departments,
        bit_count(bit_or(1 << role) filter (engaged = 1 and role in (1, 2, 3, 6))) as roles_engaged,
        max(p.gains - p.penalties) filter (person_id > 0) as most,
        sum(greatest(p.gains - p.penalties, 0)) filter (person_id > 0) as together
    from person_scores_by_hand as p
    group by account_id
),

of_signals as (
    select
        account_id,
        sum(least(total, cap)) filter (code between 3 and 18) as gains,
        sum(least(total, cap)) filter (code <= 2) as penalties,
        sum(least(total, cap)) filter (code > 18) as product
    from signal_totals
    group by account_id
)

select
    p.* exclude (gains, penalties, product),
    coalesce(s.gains, 0) <= p.gains as gains_by_signal,
    coalesce(s.penalties, 0) <= p.penalties as penalties_by_signal,
    coalesce(s.product, 0) <= p.product as product_by_signal,
    (least(coalesce(s.gains, 0), p.gains) - least(coalesce(s.penalties, 0), p.penalties))::bigint as points,
    least(coalesce(s.product, 0), p.product)::bigint as product_points
from of_people as p
left join of_signals as s using (account_id);

create or replace table scores_by_hand as
with known as (select account_id, count(*) as known from members_by_hand group by account_id),

gathered as (
    select
        f.account_id, state, fit_score, known_points // 100 as known_share, grade_rank, segment, tier,
        (segment - 1) * 3 + tier as scope,
        least(coalesce(engaged, 0), benchmark_people) as full_people, benchmark_people,
        least(greatest(coalesce(points, 0), 0), benchmark_milli * 1000) as full_points, benchmark_milli,
        least(greatest(coalesce(product_points, 0), 0), 100_000_000) as product,
        coalesce(round_even(100_000_000 * pow(0.5, last_age / 14), 0)::bigint, 0) as recency,
        coalesce(points, 0) as points, coalesce(product_points, 0) as product_points,
        coalesce(engaged, 0) as engaged, coalesce(seen, 0) as seen, coalesce(known, 0) as known,
        coalesce(mqls, 0) as mqls, last_age, evidence_age, hindsight
    from firms as f
    left join sums using (account_id)
    left join known using (account_id)
)

select
    account_id, state, fit_score, known_share, grade_rank, segment, tier, scope,
    full_people * 45_000_000 // benchmark_people as breadth_share,
    full_points * 350_000 // (benchmark_milli * 10) as depth_share,
    recency // 5 as recency_share,
    breadth_share + depth_share + recency_share as engagement,
    full_people * 100_000_000 // benchmark_people as breadth,
    full_points * 100_000 // benchmark_milli as depth,
    recency, product, points, product_points, engaged, seen, known, mqls, last_age, evidence_age, hindsight, benchmark_milli
from gathered;

-- Rows of a group over its cap are scaled so that the group adds up to its cap exactly.
create or replace table counted as
with sided as (
    select
        p.account_id, p.code, p.person_id, p.points, abs(p.points) as size,
        case when code > 18 then product_by_signal when code > 2 then gains_by_signal else penalties_by_signal end
            as by_signal
    from person_signals_by_hand as p
    join sums using (account_id)
    where p.points <> 0
),

people_over as (
    select
        account_id, person_id, unnest([1, 3, 19]) as part, unnest([penalties, gains, product]) as total
    from person_scores_by_hand
    where greatest(gains, penalties, product) > 60_000_000
),

grouped as (
    select
        s.*, code as group_a, 0 as group_b, total, cap, cap * 1_000_000 // total as scale
    from sided as s
    join signal_totals as t using (account_id, code)
    where by_signal and total > cap
    union all
    select
        s.*, s.person_id as group_a, part as group_b, total, 60_000_000::bigint as cap, 60_000_000_000_000 // total as scale
    from sided as s
    join people_over as o
        on o.account_id = s.account_id and o.person_id = s.person_id
        and o.part = case when s.code > 18 then 19 when s.code > 2 then 3 else 1 end
    where not by_signal and total > 60_000_000
),

running as (
    select
        *,
        sum(size) over (
            partition by account_id, group_a, group_b order by code, person_id
            rows between unbounded preceding and current row
        )::bigint as up_to
    from grouped
)

select
    account_id, code, person_id, points, by_signal,
    sign(points) * (
        case when up_to = total then cap else up_to * scale // 1_000_000 end - (up_to - size) * scale // 1_000_000
    )::bigint as counted
from running
union all
select s.account_id, s.code, s.person_id, s.points, s.by_signal, s.points as counted
from sided as s
anti join grouped as g on g.account_id = s.account_id and g.code = s.code and g.person_id = s.person_id;

create or replace table contributions_by_hand as
with running as (
    select
        *,
        (sum(counted) over w)::bigint as up_to,
        lead(code) over w is null as last
    from counted
    window w as (
        partition by account_id, code > 18 order by points < 0, code, person_id
        rows between unbounded preceding and current row
    )
),

measured as (
    select
        r.*, code > 18 as for_product,
        case when code > 18 then s.product_points else s.points end as net,
        case when code > 18 then s.product else s.depth_share end as total,
        case when code > 18 then 100_000 else s.benchmark_milli end as benchmark_milli,
        case when code > 18 then 1_000_000 else 350_000 end as weight
    from running as r
    join scores_by_hand as s using (account_id)
),

shared as (
    select
        *,
        case
            when net <= 0 then 0 when last then total
            when net <= benchmark_milli * 1000 then up_to * weight // (benchmark_milli * 10)
            else up_to * (total * 1_000_000 // net) // 1_000_000
        end as share_up_to,
        case
            when net <= 0 then 0
            when net <= benchmark_milli * 1000 then (up_to - counted) * weight // (benchmark_milli * 10)
            else (up_to - counted) * (total * 1_000_000 // net) // 1_000_000
        end as share_before
    from measured
)

select
    account_id, case when for_product then 'product' else 'engagement' end as score, 'depth' as dimension,
    code as signal, person_id, points, counted, case when by_signal then 'signals' else 'people' end as side,
    (share_up_to - share_before)::bigint as share
from shared
union all
select
    account_id, 'engagement', 'breadth', 0, person_id, 0, 0, '',
    nth * breadth_share // engaged - (nth - 1) * breadth_share // engaged
from (
    select
        p.account_id, p.person_id, s.breadth_share, s.engaged,
        row_number() over (partition by p.account_id order by p.person_id) as nth
    from person_scores_by_hand as p
    join scores_by_hand as s using (account_id)
    where p.engaged = 1
)
union all
select account_id, 'engagement', 'recency', 0, 0, 0, 0, '', recency_share from scores_by_hand where recency_share > 0;
