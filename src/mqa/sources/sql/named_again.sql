-- named_again: one taught person (and what their acts said of the account) in a period, by the name known in it. Acts
-- of a visitor, or of a contact's id, are told apart by when they became known (acts_from: visitor_periods, name_parts).
with told as (
    select row_number() over () as subject, person_id, said, acts_from, min(known_on) as known_on
    from (
        select person_id, said, acts_from, known_on from acts_told
        union all
        select person_id, said, acts_from, known_on from people_told
    )
    group by person_id, said, acts_from
),

keys as (
    select person_id, min(person_key) as person_key
    from (
        select person_id, person_key from people where person_id in (select person_id from told)
        union all
        select person_id, person_key from visitors where person_id in (select person_id from told)
    )
    group by person_id
),

names as (
    select origin, acts_from, person_key, address, since, until, getvariable('no_end') as stays_until
    from name_parts
    union all
    select origin, acts_from, person_key, address, since, until, stays_until
    from visitor_periods
),

called as (
    select
        t.*, coalesce(n.person_key, k.person_key) as person_key, t.person_id < 0 and n.person_key is null as nameless,
        case when n.person_key is not null then n.address
            when k.person_key like '%@%' and not starts_with(k.person_key, 'visitor:') then k.person_key end as address,
        coalesce(n.since, getvariable('ever')) as since,
        coalesce(n.until, getvariable('no_end')) as until,
        coalesce(n.stays_until, getvariable('no_end')) as stays_until
    from told as t
    left join keys as k on k.person_id = t.person_id
    left join names as n on n.origin = t.person_id and n.acts_from = t.acts_from and n.until > t.known_on
)

select
    subject, said, known_on, cast(0 as bigint) as rows, cast(null as bigint) as contact_id,
    cast(null as varchar) as visitor, cast(null as varchar) as network, nameless, person_key, address,
    case when address is not null then split_part(address, '@', 2)
        when nameless then nullif(split_part(person_key, '@', -1), '') end as host,
    since, until, stays_until, acts_from, person_id as own_id, cast(null as varchar) as country,
    cast(null as varchar) as place
from called
