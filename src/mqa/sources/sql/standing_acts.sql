-- standing_acts: one act of a taught person, or nameless visitor, at one account on one day, as the rows of all loads
-- add up. An act without a name is its visitor's, and one that names a contact's id is the contact's, wherever it
-- stands. Copies at the accounts of families are left out: they follow. Persons, contacts and visitors are looked up
-- apart: so files tell where they are.
with found as (
    select * from activities where visitor in (select person_id from taught where person_id < 0)
    union all
    select * from activities where visitor in (select person_id from taught where person_id > 0)
    union all
    select * from activities where person_id in (select person_id from taught) and visitor = 0
)

select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, source, url, asset, said,
    visitor, cast(sum(times) as bigint) as times
from found
where said is distinct from getvariable('copied')
group by all
having sum(times) <> 0
