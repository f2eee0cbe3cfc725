-- one_person: one id of a contact (`origin`) and one person whom a record says that it is: two names of one person.
select record_id as origin, person_id
from records
where kind = 'person' and record_id <> 0 and record_id <> person_id
union all
select key_number(getvariable('contact_source') || ':' || record), person_id
from records
where kind = 'person' and record_id <> 0 and source <> getvariable('contact_source')
