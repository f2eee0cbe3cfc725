-- named: one actor of this file in a period, by the name known in it: an address, a contact's id, or none (a visitor).
-- country, place: see named_abroad. A row of people speaks of itself: its id is looked up nowhere. contact_id: the number
-- of the id by which an act names them. visitor, network: of rows without a name.
with asked as (
    select
        *,
        email is null and person is null as unnamed,
        key_number('visitor:' || getvariable('source') || ':' || visitor) as visitor_id,
        case when getvariable('of_table') = 'activities' then getvariable('contact_source') else getvariable('source') end
        || ':' || person as contact_key
    from actors
)

select
    a.subject, a.said, a.known_on, a.rows,
    case
        when getvariable('of_table') = 'activities' and a.email is null and a.person is not null then key_number(a.contact_key)
    end as contact_id,
    case when a.unnamed then coalesce(getvariable('source') || ':' || a.visitor, '') end as visitor,
    case when a.unnamed then coalesce(a.network, '') end as network,
    a.unnamed and v.person_key is null as nameless,
    coalesce(a.email, n.person_key, a.contact_key, v.person_key) as person_key,
    coalesce(a.email, n.address, v.address) as address,
    case
        when coalesce(a.email, n.address, v.address) is not null
            then split_part(coalesce(a.email, n.address, v.address), '@', 2)
        when v.person_key is null then a.network
    end as host,
    coalesce(n.since, greatest(v.since, v.acts_from), getvariable('ever')) as since,
    coalesce(n.until, least(v.until, v.acts_until), getvariable('no_end')) as until,
    coalesce(v.stays_until, getvariable('no_end')) as stays_until,
    getvariable('ever') as acts_from,
    cast(null as bigint) as own_id, cast(null as varchar) as country, cast(null as varchar) as place
from asked as a
left join name_periods as n
    on n.origin = key_number(a.contact_key) and a.email is null and getvariable('of_table') = 'activities'
    and n.until > a.known_on
left join visitor_periods as v
    on v.origin = a.visitor_id and a.unnamed and least(v.until, v.acts_until) > a.known_on
    and greatest(v.since, v.acts_from) < least(v.until, v.acts_until)
