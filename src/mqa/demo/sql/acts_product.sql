-- acts_product: one thing done in the free product, as its event log exports it: connected, scan, invite, limit. A few
-- companies try it, with up to four people, for some weeks.
with trials as (
    select
        company_id,
        some_day(dice(company_id, 'trial on')) as starts_on,
        15 + floor(dice(company_id, 'trial length') * 60)::bigint as length,
        1 + floor(dice(company_id, 'trial users') * 4)::bigint as users
    from companies
    where company_id between getvariable('low') and getvariable('high')
        and awake(company_id) and dice(company_id, 'workspace') < workspace_rate() * share_of_year()
),

used as (
    select
        t.company_id,
        p.person_id,
        p.email,
        p.moved_on,
        t.starts_on,
        unnest(range(0, t.length)) as day_of_trial
    from trials as t
    inner join people as p on p.company_id = t.company_id and p.person_id % 64 < t.users and p.kind = 'person'
),

worked as (
    select
        *,
        person_id * 128 + day_of_trial as workday_id,
        starts_on + day_of_trial::int as on_day
    from used
    where dayofweek(starts_on + day_of_trial::int) between 1 and 5
        and (moved_on is null or moved_on > starts_on + day_of_trial::int)
),

done as (
    select *, 'scan' as event, unnest(range(0, 1 + how_many(scans_of_day(), dice(workday_id, 'scans')))) as turn
    from worked
    where dice(workday_id, 'works') < 0.45
    union all
    select *, 'connected' as event, 0 as turn
    from worked
    where day_of_trial < 4 and person_id % 64 = 0 and dice(company_id, 'connects') < 0.7
    union all
    select *, 'invite' as event, 0 as turn
    from worked
    where dice(workday_id, 'invites') < 0.05
    union all
    select *, 'limit' as event, 0 as turn
    from worked
    where day_of_trial > 10 and dice(workday_id, 'limit') < 0.03
),

timed as (
    select
        *,
        workday_id || '-' || event || '-' || turn as event_id,
        epoch(on_day)::bigint + 25200 + floor(dice(workday_id, event || turn) * 36000)::bigint as at_second
    from done
)

select
    event_id,
    to_timestamp(at_second) as happened_at,
    event,
    'ws-' || company_id as workspace,
    email as user_email
from timed
where at_second < epoch(last_day() + 1)
order by at_second, event_id
