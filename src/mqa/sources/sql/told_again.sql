-- told_again: one person of whom this file told before.
select person_id
from resolved
union
select person_id
from activities
where
    source = getvariable('source')
    and activity_id in (select id from staged where fate = 0 and row in (select row from duplicates))
