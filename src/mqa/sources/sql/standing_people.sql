-- standing_people: what one record or act told of a taught person's membership, at one account on one day, added up; of a
-- nameless visitor by rules that are sure and by others apart.
select
    account_id, person_id, person_key, title, role, max(rule) as rule, max(domain_id) as domain_id, source, known_on, said,
    first_person, told_on, cast(sum(times) as bigint) as times
from people
where first_person in (select person_id from taught) and said is distinct from getvariable('copied')
group by
    account_id, person_id, person_key, title, role, source, known_on, said, first_person, told_on,
    person_id < 0 and list_contains(getvariable('sure_rules'), rule)
having sum(times) <> 0
