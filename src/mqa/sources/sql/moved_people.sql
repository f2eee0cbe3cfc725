-- moved_people: what must be taken back or added so that each membership stands where it belongs by what was known when.
with held as (
    select
        t.title, t.role, t.source, t.said, t.person_id as first_person, t.known_on as first_on, t.times,
        r.account_id, r.person_id, r.person_key, r.rule, r.since, r.until, r.sticks_people
    from people_told as t
    inner join resolved as r
        on r.subject = t.person_id || '|' || t.said and r.until > t.known_on
        and (r.since <= t.known_on or r.people_after <= t.known_on)
),

changes as (
    select
        account_id, person_id, person_key, title, role, rule, source, greatest(since, first_on) as known_on, times, said,
        first_person, first_on
    from held
    union all
    select
        account_id, person_id, person_key, title, role, rule, source, until, -times, said, first_person, first_on
    from held
    where until < getvariable('no_end') and not sticks_people
    union all
    select
        account_id, person_id, person_key, title, role, rule, source, known_on, -times, said, first_person, first_on
    from standing_people
)

select
    account_id, person_id, person_key, title, role, min(rule) as rule, source, known_on,
    cast(sum(times) as bigint) as times, said, first_person, first_on
from changes
group by account_id, person_id, person_key, title, role, source, known_on, said, first_person, first_on
having sum(times) <> 0
