-- actor_people: one person at an account, as an act first showed them there; no news of those known there before.
-- Visitors who tell neither a network nor an account are left out: they tell of no membership. How surely a nameless
-- visitor is there is news too. Whose visitor somebody is may change, and whom a contact's id means: so what these
-- tell of a membership stands beside what the person's own acts tell (first_person), and so does what acts say (said).
with seen as (
    select
        account_id, person_id, person_key, case when visitor_id <> 0 then visitor_id else person_id end as first_person,
        sure, said, max(domain_id) as domain_id,
        arg_min(rule, (known_on, rule)) as rule, min(known_on) as known_on
    from settled
    where since <= known_on and not coalesce(visitor_key like '%@' and said <= 0, false)
    group by all
),

known as (
    select
        account_id, person_id, first_person, said,
        person_id < 0 and list_contains(getvariable('sure_rules'), rule) as sure, min(known_on) as known_on
    from people
    where person_id in (select person_id from seen)
    group by account_id, person_id, first_person, said, sure
    having sum(times) > 0
)

select
    s.account_id, s.person_id, s.person_key, '' as title, '' as role, s.rule, getvariable('source') as source, s.known_on,
    cast(1 as bigint) as times, s.said, s.first_person, s.domain_id, s.known_on as told_on
from seen as s
left join known as k
    on k.account_id = s.account_id and k.person_id = s.person_id and k.first_person = s.first_person and k.said = s.said
    and k.sure = s.sure
where k.person_id is null or s.known_on < k.known_on
