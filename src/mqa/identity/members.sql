-- members: one person known by name who belongs to an account on a day, with the class
-- (role, department, seniority) of the title learned last.
-- A plus row makes a membership, a minus row takes it back. The day and the number of a title are packed
-- into one integer so that the greatest is the latest; of two titles learned on one day the later in
-- alphabetical order counts.
with latest as (
    select
        d.as_of,
        p.account_id,
        p.person_id,
        max(case
            when p.times > 0 and t.title_number > 0 then (p.known_on + 100000) * 100000000 + t.title_number
            else 0
        end) as day_and_title
    from days as d
    inner join people as p on p.known_on <= d.known_at
    left join titles as t on t.title = p.title and t.set_role = p.role
    where p.account_id > 0 and p.person_id > 0
    group by d.as_of, p.account_id, p.person_id
    having sum(p.times) > 0
)

select
    l.as_of,
    l.account_id,
    l.person_id,
    coalesce(t.class, 0) as class,
    coalesce(t.role, 0) as role
from latest as l
left join titles as t on t.title_number = l.day_and_title % 100000000
