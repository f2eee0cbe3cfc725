-- What accounts of one segment and tier have. Once, after the last shard, of what every shard left of its accounts.
create or replace table benchmarks_by_hand as
with measured as (
    select
        segment, tier, engaged,
        unnest(['points', 'people', 'contact_ratio']) as measure,
        unnest([points, engaged, contact_ratio]) as seen,
        unnest([
            case segment when 1 then 180_000_000 when 2 then 150_000_000 else 90_000_000 end,
            case segment when 1 then 5 when 2 then 4 else 3 end,
            null
        ]) as benchmark
    from eligible_by_hand
)

select
    segment, case measure when 'contact_ratio' then 0 else tier end as tier, measure,
    count(*) as accounts, count(*) filter (engaged > 0) as counted,
    quantile_disc(seen, 0.25) filter (engaged > 0) as low,
    quantile_disc(seen, 0.5) filter (engaged > 0) as middle,
    quantile_disc(seen, 0.75) filter (engaged > 0) as high,
    max(benchmark) as benchmark,
    coalesce(count(*) filter (engaged > 0 and seen >= benchmark), 0) as reached
from measured
group by all;
