-- acts_web: one page opened on Halyard's website, as its tracking exports it. The last page of a repeated visit comes
-- twice under one id; the first chunk ends with Halyard's own people and agencies, and with rows that nobody can read.
with opened as (
    select *, unnest(range(0, views)) as turn
    from visits
),

numbered as (
    select *, least(turn, views - 1 - repeated::int) as view, hash(visit_id, least(turn, views - 1 - repeated::int)) as draws
    from opened
),

viewed as (
    select
        *,
        case when view = 0 or cut(draws, 0) < focus_share() then focus else 'page' end as page_type,
        to_timestamp(starts_at + view * 45 + floor(cut(draws, 1) * 30)::bigint) as ts,
        floor(-seconds_of_view() * ln(1 - cut(draws, 2)))::int as duration
    from numbered
)

select
    visit_id || '-' || view as event_id,
    ts,
    to_timestamp(starts_at + view * 45 + 30 + delay) as received_at,
    page_type,
    email,
    visitor as anonymous_id,
    domain as company_domain,
    'https://www.halyard.example/' || page_type || '/' || topic as url,
    duration,
    source as utm_source,
    campaign as utm_campaign
from viewed
where starts_at + view * 45 + 30 + delay < epoch(last_day() + 1)
union all
select
    'own-' || turn || '-' || email as event_id,
    to_timestamp(moment(workday(some_day(dice(turn, email)), 0), dice(turn, email || ' hour'))) as ts,
    to_timestamp(moment(workday(some_day(dice(turn, email)), 0), dice(turn, email || ' hour')) + 60) as received_at,
    'pricing' as page_type,
    email,
    null as anonymous_id,
    null as company_domain,
    'https://www.halyard.example/pricing/' as url,
    30 as duration,
    null as utm_source,
    null as utm_campaign
from (values ('nora.prins@halyard.example'), ('sam.hale@halyard.example'), ('hello@brightquill-agency.com')) as ours (email)
cross join range(0, 60) as turns (turn)
where getvariable('low') = 1 and workday(some_day(dice(turn, email)), 0) <= last_day()
union all
select
    event_id,
    case on_day when 'last' then to_timestamp(epoch(last_day()) + 36000) when 'never' then null
        else '20223-05-01 10:00:00+00'::timestamptz end as ts,
    to_timestamp(epoch(last_day()) + 40000) as received_at,
    page_type,
    email,
    null as anonymous_id,
    null as company_domain,
    'https://www.halyard.example/page' as url,
    duration,
    null as utm_source,
    null as utm_campaign
from (values
    ('broken-1', 'never', 'page', 'somebody@example.com', 12),
    ('broken-2', 'year 20223', 'page', 'somebody@example.com', 12),
    ('broken-3', 'last', null, 'somebody@example.com', 12),
    (null, 'last', 'page', 'somebody@example.com', 12),
    ('broken-5', 'last', 'page', null, 12)
) as broken (event_id, on_day, page_type, email, duration)
where getvariable('low') = 1
