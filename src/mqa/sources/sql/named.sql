-- named: one actor of this file in a period, by the name known in it: an address, a contact's id, or none (a visitor).
-- A row of people speaks of itself: its id is looked up nowhere.
with asked as (
    select
        *,
        case when getvariable('of_table') = 'activities' then getvariable('contact_source') else getvariable('source') end
        || ':' || person as contact_key
    from actors
)

select
    a.subject, a.said, a.known_on, a.rows, a.visitor,
    a.email is null and a.person is null as nameless,
    coalesce(a.email, n.person_key, a.contact_key) as person_key,
    coalesce(a.email, n.address) as address,
    case
        when coalesce(a.email, n.address) is not null then split_part(coalesce(a.email, n.address), '@', 2) else a.network
    end as host,
    coalesce(n.since, getvariable('ever')) as since,
    coalesce(n.until, getvariable('no_end')) as until,
    cast(null as bigint) as own_id
from asked as a
left join name_periods as n
    on n.origin = key_number(a.contact_key) and a.email is null and getvariable('of_table') = 'activities'
    and n.until > a.known_on
