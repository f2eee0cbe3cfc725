-- members: one person known by name who belongs to an account on a day, with role (0: none), class (role, department,
-- seniority) and weighing (role, and the weight of department and seniority), see `mqa.terms.titles`.
-- A plus row makes a membership, a minus row takes it and its title back. The title told last counts; a role that a
-- source sets beats the title's, one that a person sets (2) beats both. The day and the number of a title are packed into
-- one integer so that the greatest is the latest; of two told on one day the later in alphabetical order counts. Only
-- where rows were taken back (of few people) it is counted which of them are left.
with taken_back as (
    select d.as_of, p.account_id, p.person_id
    from days as d
    inner join people as p on p.known_on <= d.known_at
    where p.account_id > 0 and p.person_id > 0 and p.times < 0
    group by d.as_of, p.account_id, p.person_id
),

only_told as (
    select
        d.as_of,
        p.account_id,
        p.person_id,
        max(case when p.title <> '' then (p.told_on + 100000) * 100000000 + coalesce(t.title_number, 0) else 0 end)
            as by_title,
        max(
            case
                when coalesce(p.role, '') = '' then 0
                when p.rule = 'role set by a person' then (p.told_on + 200000) * 100000000 + coalesce(t.title_number, 0)
                else (p.told_on + 100000) * 100000000 + coalesce(t.title_number, 0)
            end
        ) as by_set_role
    from days as d
    inner join people as p on p.known_on <= d.known_at
    left join titles as t on t.title = coalesce(p.title, '') and t.set_role = coalesce(p.role, '')
    where p.account_id > 0 and p.person_id > 0
    group by d.as_of, p.account_id, p.person_id
    having min(p.times) >= 0 and sum(p.times) > 0
),

records as (
    select
        d.as_of,
        p.account_id,
        p.person_id,
        case when p.title <> '' then 1 else 0 end as has_title,
        case when coalesce(p.role, '') = '' then 0 when p.rule = 'role set by a person' then 2 else 1 end as has_set_role,
        coalesce(t.title_number, 0) as title_number,
        max(case when p.times > 0 then p.told_on else 0 end) as told_on,
        cast(sum(p.times) as bigint) as times
    from days as d
    inner join people as p on p.known_on <= d.known_at
    inner join taken_back as b
        on b.as_of = d.as_of and b.account_id = p.account_id and b.person_id = p.person_id
    left join titles as t on t.title = coalesce(p.title, '') and t.set_role = coalesce(p.role, '')
    where p.account_id > 0 and p.person_id > 0
    group by
        d.as_of,
        p.account_id,
        p.person_id,
        case when p.title <> '' then 1 else 0 end,
        case when coalesce(p.role, '') = '' then 0 when p.rule = 'role set by a person' then 2 else 1 end,
        coalesce(t.title_number, 0)
),

latest as (
    select as_of, account_id, person_id, by_title, by_set_role
    from only_told
    union all
    select
        as_of,
        account_id,
        person_id,
        max(case when has_title = 1 and times > 0 then (told_on + 100000) * 100000000 + title_number else 0 end)
            as by_title,
        max(
            case
                when has_set_role > 0 and times > 0 then (told_on + has_set_role * 100000) * 100000000 + title_number
                else 0
            end
        ) as by_set_role
    from records
    group by as_of, account_id, person_id
    having sum(times) > 0
)

select
    l.as_of,
    l.account_id,
    l.person_id,
    case when s.role > 0 then s.role else coalesce(t.role, 0) end * 10000 + coalesce(t.class, 0) % 10000 as class,
    case when s.role > 0 then s.role else coalesce(t.role, 0) end as role,
    case when s.role > 0 then s.role else coalesce(t.role, 0) end * 1000 + coalesce(t.weighing, 0) as weighing
from latest as l
left join titles as t on t.title_number = l.by_title % 100000000
left join titles as s on s.title_number = l.by_set_role % 100000000
