-- name_periods: one person known by a contact's id (`origin`), from a day until another, and who that is by name.
-- A source's own ids are its own; an act names the id of the first source of the workspace that has it. Whoever named
-- the id before we knew the address meant the same person. Of most ids there is one record, which holds at all times.
with told as (
    select source as asked, * from records
    where kind = 'person' and record <> ''
    union all
    select getvariable('contact_source') as asked, * from records
    where kind = 'person' and record <> '' and source <> getvariable('contact_source')
),

told_anew as (
    select asked, record
    from told
    group by asked, record
    having count(*) > 1
),

moments as (
    select distinct t.asked, t.record, t.known_on as since
    from told as t
    inner join told_anew as n on n.asked = t.asked and n.record = t.record
),

called as (
    select m.asked, m.record, m.since, t.source, t.person_id, t.person_key
    from moments as m
    inner join told as t on t.asked = m.asked and t.record = m.record and t.known_on <= m.since
    qualify row_number() over (
        partition by m.asked, m.record, m.since
        order by list_position(getvariable('source_names'), t.source) nulls last, t.known_on desc, t.learned_on desc, t.person_key
    ) = 1
),

held as (
    select
        asked, record, source, person_id, person_key,
        case when row_number() over (partition by asked, record order by since) = 1 then getvariable('ever') else since end
            as since,
        lead(since, 1, getvariable('no_end')) over (partition by asked, record order by since) as until
    from called
    union all
    select t.asked, t.record, t.source, t.person_id, t.person_key, getvariable('ever'), getvariable('no_end')
    from told as t
    anti join told_anew as n on n.asked = t.asked and n.record = t.record
)

select
    key_number(asked || ':' || record) as origin, person_id, person_key,
    case when person_key <> source || ':' || record then person_key end as address, since, until
from held
