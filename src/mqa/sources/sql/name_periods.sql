-- name_periods: one person known by a contact's id (`origin`), from a day until another, and who that is by name.
-- A source's own ids are its own; an act names the id of the first source of the workspace that has it. Whoever named
-- the id before we knew the address meant the same person.
with told as (
    select source as asked, * from records
    where kind = 'person' and record <> ''
    union all
    select getvariable('contact_source') as asked, * from records
    where kind = 'person' and record <> '' and source <> getvariable('contact_source')
),

moments as (select distinct asked, record, known_on as since from told),

called as (
    select m.asked, m.record, m.since, t.person_id, t.person_key, t.person_key <> t.source || ':' || t.record as by_address
    from moments as m
    inner join told as t on t.asked = m.asked and t.record = m.record and t.known_on <= m.since
    qualify row_number() over (
        partition by m.asked, m.record, m.since
        order by list_position(getvariable('source_names'), t.source) nulls last, t.known_on desc, t.learned_on desc, t.person_key
    ) = 1
)

select
    key_number(asked || ':' || record) as origin, person_id, person_key,
    case when by_address then person_key end as address,
    case when row_number() over (partition by asked, record order by since) = 1 then getvariable('ever') else since end
        as since,
    lead(since, 1, getvariable('no_end')) over (partition by asked, record order by since) as until
from called
