-- people_told: what one record or act told of a taught person's membership when it became known, or a person of their
-- role, and the day from which it holds no more. acts_from: see visitor_periods,
-- name_parts.
with told as (
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
),

parts as (
    select origin, acts_from, acts_until from visitor_periods
    union
    select origin, acts_from, acts_until from name_parts
)

select t.*, coalesce(p.acts_from, getvariable('ever')) as acts_from
from told as t
left join parts as p on p.origin = t.person_id and p.acts_from <= t.known_on and p.acts_until > t.known_on
