-- moved_activities: what must be taken back or added so that each act stands where it belongs by what was known when.
-- An act belongs to whom its actor was on the day it became known; what was learned later moves it on that day.
-- What people said of accounts and persons beats where it is by itself.
with belongs as (
    select
        t.*, r.account_id as by_itself, r.person_id as its_person, greatest(r.since, t.known_on) as since,
        case when r.sticks then r.stays_until else r.until end as until
    from acts_told as t
    inner join resolved as r
        on r.own_id = t.person_id and r.said = t.said and r.acts_from = t.acts_from and r.until > t.known_on
        and (r.since <= t.known_on or r.acts_after <= t.known_on)
),

met as (
    select
        b.* exclude (since, until),
        coalesce(a.account_id, l.leads_to, b.by_itself) as its_account,
        greatest(b.since, coalesce(a.since, b.since), coalesce(l.since, b.since)) as since,
        least(b.until, coalesce(a.until, b.until), coalesce(l.until, b.until)) as until
    from belongs as b
    left join assigned_people as a on a.person_id = b.its_person
    left join unit_periods as l on l.account_id = b.by_itself
),

held as (select * from met where since < until),

changes as (
    select
        its_account as account_id, its_person as person_id, activity_id, shape_id, asset_id, day, occurred_at,
        since as known_on, seconds, times, source, url, asset, said, visitor
    from held
    union all
    select
        its_account, its_person, activity_id, shape_id, asset_id, day, occurred_at, until, seconds, -times, source, url,
        asset, said, visitor
    from held
    where until < getvariable('no_end')
    union all
    select
        account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, -times, source, url,
        asset, said, visitor
    from standing_acts
    where activity_id in (select activity_id from acts_told)
)

select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds,
    cast(sum(times) as bigint) as times, source, url, asset, said, visitor
from changes
group by account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, source, url, asset,
    said, visitor
having sum(times) <> 0
