-- new_visitors: one way in which acts of this file show a visitor of its source, where that is news: beside a name, on a
-- day, or without one, at a network (person_id below 0).
-- A mailbox of whoever is on duty teaches nothing, nor a machine's, nor does what is marked as nobody's: a robot that follows the links of
-- a mail is not whom the mail was sent to.
with shown as (
    select visitor, string_split(actor, chr(31)) as parts, known_on,
        arg_min(id, (occurred_at, id)) as activity_id, min(occurred_at) as occurred_at
    from staged
    where fate = 0 and visitor is not null
    group by visitor, actor, known_on
),

named as (
    select
        visitor, coalesce(nullif(parts[1], ''), getvariable('contact_source') || ':' || nullif(parts[2], '')) as person_key,
        nullif(parts[5], '') as network, parts[6] = 'nobody' as of_nobody, known_on,
        activity_id, occurred_at
    from shown
),

met as (
    select
        visitor, key_number(person_key) as person_id, person_key, known_on,
        arg_min(activity_id, (occurred_at, activity_id)) as activity_id
    from named
    where
        person_key is not null and not of_nobody
        and not regexp_full_match(split_part(person_key, '@', 1), getvariable('role_address_pattern'))
        and not regexp_full_match(split_part(person_key, '@', 1), getvariable('no_reply_pattern'))
        and not regexp_full_match(split_part(person_key, '@', 1), getvariable('robot_pattern'))
    group by visitor, person_key, known_on
),

nameless as (
    select
        n.visitor,
        'visitor:' || getvariable('source') || ':' || n.visitor || '@' || coalesce(h.network, '')
            as person_key,
        min(n.known_on) as known_on, arg_min(n.activity_id, (n.known_on, n.activity_id)) as activity_id
    from named as n
    left join hosts as h on h.host = n.network
    where n.person_key is null
    group by 1, 2
)

select
    getvariable('source') as source, m.visitor, key_number('visitor:' || getvariable('source') || ':' || m.visitor) as visitor_id,
    m.person_id, m.person_key, m.known_on, m.activity_id
from met as m
where not exists (
    select 1
    from shown_before as v
    where
        v.visitor_id = key_number('visitor:' || getvariable('source') || ':' || m.visitor)
        and v.person_id = m.person_id and v.known_on = m.known_on
)
union all
select
    getvariable('source'), visitor, key_number('visitor:' || getvariable('source') || ':' || visitor), -key_number(person_key),
    person_key, known_on, activity_id
from nameless
where -key_number(person_key) not in (select person_id from shown_before where person_id < 0)
