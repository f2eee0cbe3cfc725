-- new_activities: one act of this file that was not loaded before, at the account that was known with it.
select
    r.account_id, r.person_id, s.id as activity_id,
    key_number(concat_ws(chr(31), s.kind, s.path, s.source, s.campaign, s.topic)) as shape_id,
    case when s.asset = '' then 0 else key_number(s.asset) end as asset_id,
    s.day, s.occurred_at, s.known_on, s.seconds, cast(1 as bigint) as times,
    getvariable('source') as source, s.url, s.asset, r.said, r.visitor_id as visitor
from staged as s
inner join actors as a on a.actor = s.actor
inner join settled as r on r.subject = a.subject and s.known_on >= r.since and s.known_on < r.until
where s.fate = 0 and s.row not in (select row from duplicates)
