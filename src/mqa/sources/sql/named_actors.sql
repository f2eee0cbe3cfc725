-- named_actors: one actor with the e-mail address that is theirs, or that their contact's record has.
-- A row of people speaks of itself: its id is looked up nowhere.
select
    a.*,
    coalesce(a.email, c.email) as address,
    split_part(coalesce(a.email, c.email), '@', 1) as local,
    case when coalesce(a.email, c.email) is not null then split_part(coalesce(a.email, c.email), '@', 2) else a.network end
        as host,
    coalesce(c.person_key, getvariable('contact_source') || ':' || a.person) as contact_key
from actors as a
left join contact_ids as c on c.record = a.person and getvariable('of_table') = 'activities'
