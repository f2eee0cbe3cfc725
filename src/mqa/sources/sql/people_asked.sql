-- people_asked: one record of a person who is asked for, in numbers.
select person_id, said, rule, source, record_id, known_on, learned_on
from records
where kind = 'person' and person_id in (select person_id from asked_people)
