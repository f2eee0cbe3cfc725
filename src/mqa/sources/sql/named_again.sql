-- named_again: one taught person (and what their acts said of the account) in a period, by the name known in it.
with told as (
    select row_number() over () as subject, person_id, said, min(known_on) as known_on
    from (
        select person_id, said, known_on from acts_told
        union all
        select person_id, said, known_on from people_told
    )
    group by person_id, said
),

keys as (
    select person_id, min(person_key) as person_key
    from people
    where person_id in (select person_id from told)
    group by person_id
),

called as (
    select
        t.*, coalesce(n.person_key, k.person_key) as person_key,
        case when n.origin is not null then n.address
            when k.person_key like '%@%' and t.person_id > 0 then k.person_key end as address,
        coalesce(n.since, getvariable('ever')) as since,
        coalesce(n.until, getvariable('no_end')) as until
    from told as t
    left join keys as k on k.person_id = t.person_id
    left join name_periods as n on n.origin = t.person_id and n.until > t.known_on
)

select
    subject, said, known_on, cast(0 as bigint) as rows, cast(null as varchar) as visitor,
    person_id < 0 as nameless, person_key, address,
    case when address is not null then split_part(address, '@', 2)
        when person_id < 0 then split_part(person_key, '@', -1) end as host,
    since, until, person_id as own_id
from called
