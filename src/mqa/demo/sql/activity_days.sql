-- activity_days: what the acts of the chunk come to when rolled up: acts and person-days of one kind of act, to see how
-- far the roll-up will shrink them (long page views and each asset apart, as Halyard's definition asks).
with rolled as (
    select
        coalesce(email, company_domain, 'nobody') as account,
        coalesce(email, anonymous_id) as person,
        'web.' || page_type || case when duration >= 120 then '.long' else '' end as kind,
        ts::date as on_day,
        count(*) as acts
    from acts_web
    group by all
    union all
    select recipient, recipient, 'email.' || event, "timestamp"::date, count(*)
    from acts_email
    group by all
    union all
    select user_email, user_email, 'product.' || event, happened_at::date, count(*)
    from acts_product
    group by all
    union all
    select email, email, kind || detail, done_on, count(*)
    from touches
    group by all
)

select sum(acts)::bigint as acts, count(*) as days
from rolled
