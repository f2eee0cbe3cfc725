-- taught_people: one person whom the contacts of this load say something new about, and who they turned out to be.
-- A contact known only by an id may have been given an address; then the one becomes the other.
select distinct person_id as old_person, person_id as new_person, person_key as new_key, false as renamed
from records
where kind = 'person' and learned_on = getvariable('today')
union
select distinct key_number(source || ':' || record), person_id, person_key, true
from records
where kind = 'person' and learned_on = getvariable('today') and record <> '' and person_key <> source || ':' || record
