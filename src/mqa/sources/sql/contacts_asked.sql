-- contacts_asked: one record of a contact whose id is asked for, under the source that the id is asked of: its own, and
-- (acts name the ids of the first source of the workspace that has them) that one.
select record_id as origin, * from records
where kind = 'person' and record_id in (select origin from asked_contacts)
union all
select key_number(getvariable('contact_source') || ':' || record) as origin, * from records
where
    kind = 'person' and record <> '' and source <> getvariable('contact_source')
    and key_number(getvariable('contact_source') || ':' || record) in (select origin from asked_contacts)
