-- moved_activities: the standing acts of a moved person, taken back at the old account and given to the new one.
with standing as (
    select
        a.account_id, a.person_id, a.activity_id, a.shape_id, a.asset_id, a.day, a.occurred_at, a.seconds, a.source, a.url,
        a.asset, sum(a.times) as times
    from activities as a
    where exists (
        select 1 from moves as m where m.old_account = a.account_id and m.old_person = a.person_id and m.with_acts = 1
    )
    group by all
    having sum(a.times) <> 0
)

select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, getvariable('today') as known_on, seconds,
    cast(-times as bigint) as times, source, url, asset
from standing
union all
select
    m.new_account, m.new_person, s.activity_id, s.shape_id, s.asset_id, s.day, s.occurred_at, getvariable('today'), s.seconds,
    cast(s.times as bigint), s.source, s.url, s.asset
from standing as s
inner join moves as m on m.old_account = s.account_id and m.old_person = s.person_id
