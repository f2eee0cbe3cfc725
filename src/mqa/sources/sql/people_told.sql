-- people_told: what one record or act told of a taught person's membership when it became known.
select title, role, source, said, first_person as person_id, first_on as known_on, cast(sum(times) as bigint) as times
from standing_people
group by title, role, source, said, first_person, first_on
having sum(times) <> 0
