-- people_told: what one record or act told of a taught person's membership when it became known, or a person of their
-- role, and the day from which it holds no more.
select
    title, role, source, said, first_person as person_id, told_on as known_on, cast(sum(times) as bigint) as times,
    getvariable('no_end') as ends, cast(null as varchar) as set_rule
from standing_people
where rule <> 'role set by a person'
group by title, role, source, said, first_person, told_on
having sum(times) <> 0
union all
select '', role, 'corrections', 0, person_id, since, 1, until, 'role set by a person'
from given_roles
where person_id in (select person_id from taught)
