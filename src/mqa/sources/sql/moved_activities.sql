-- moved_activities: what must be taken back or added so that each act stands where it belongs by what was known when.
-- An act belongs to whom its actor was on the day it became known; what was learned later moves it on that day.
with held as (
    select t.*, r.account_id as its_account, r.person_id as its_person, r.since, r.until, r.sticks
    from acts_told as t
    inner join resolved as r
        on r.subject = t.person_id || '|' || t.said and r.until > t.known_on
        and (r.since <= t.known_on or r.acts_after <= t.known_on)
),

changes as (
    select
        its_account as account_id, its_person as person_id, activity_id, shape_id, asset_id, day, occurred_at,
        greatest(since, known_on) as known_on, seconds, times, source, url, asset, said
    from held
    union all
    select
        its_account, its_person, activity_id, shape_id, asset_id, day, occurred_at, until, seconds, -times, source, url,
        asset, said
    from held
    where until < getvariable('no_end') and not sticks
    union all
    select
        account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, -times, source, url,
        asset, said
    from standing_acts
    where activity_id in (select activity_id from acts_told)
)

select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds,
    cast(sum(times) as bigint) as times, source, url, asset, said
from changes
group by account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, source, url, asset,
    said
having sum(times) <> 0
