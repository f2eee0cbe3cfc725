-- contacts_asked: one record of a contact whose id is asked for, under the source that the id is asked of: its own, and
-- (acts name the ids of the first source of the workspace that has them) that one. Most that is asked for is no id: so
-- the ids that are one are found first, by their numbers alone.
with found as (
    select distinct record_id from records where record_id in (select origin from asked_contacts) and kind = 'person'
)

select record_id as origin, source, record, person_id, person_key, known_on, learned_on
from records
where kind = 'person' and record_id in (select record_id from found)
union all
select
    key_number(getvariable('contact_source') || ':' || record) as origin, source, record, person_id, person_key, known_on,
    learned_on
from records
where
    kind = 'person' and record <> '' and source <> getvariable('contact_source')
    and key_number(getvariable('contact_source') || ':' || record) in (select origin from asked_contacts)
