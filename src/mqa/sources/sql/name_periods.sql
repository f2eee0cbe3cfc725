-- name_periods: one person known by a contact's id that is asked for (`origin`), from a day until another, and who that is
-- by name. A source's own ids are its own; an act names the id of the first source of the workspace that has it. Whoever
-- named the id before we knew the address meant the same person. Of most ids there is one record, which holds at all times.
with told_anew as (
    select origin
    from contacts_asked
    group by origin
    having count(*) > 1
),

moments as (
    select distinct origin, known_on as since
    from contacts_asked
    where origin in (select origin from told_anew)
),

called as (
    select m.origin, m.since, t.source, t.record, t.person_id, t.person_key
    from moments as m
    inner join contacts_asked as t on t.origin = m.origin and t.known_on <= m.since
    qualify row_number() over (
        partition by m.origin, m.since
        order by list_position(getvariable('source_names'), t.source) nulls last, t.known_on desc, t.learned_on desc, t.person_key
    ) = 1
),

held as (
    select
        origin, source, record, person_id, person_key,
        case when row_number() over (partition by origin order by since) = 1 then getvariable('ever') else since end as since,
        lead(since, 1, getvariable('no_end')) over (partition by origin order by since) as until
    from called
    union all
    select origin, source, record, person_id, person_key, getvariable('ever'), getvariable('no_end')
    from contacts_asked
    where origin not in (select origin from told_anew)
)

select
    origin, person_id, person_key,
    case when person_key <> source || ':' || record then person_key end as address, since, until
from held
