-- moved_people: what must be taken back or added so that each membership stands where it belongs by what was known when.
-- What people said of accounts and persons beats where it is by itself. A nameless visitor who is where they were, but
-- more or less surely, is moved too.
with belongs as (
    select
        t.title, t.role, t.source, t.said, t.person_id as first_person, t.known_on as told_on, t.times,
        r.account_id, r.person_id, r.person_key, r.domain_id, coalesce(t.set_rule, r.rule) as rule,
        greatest(r.since, t.known_on) as since,
        least(t.ends, case when r.sticks_people then r.stays_until else r.until end) as until
    from people_told as t
    inner join resolved as r
        on r.own_id = t.person_id and r.said = t.said and r.acts_from = t.acts_from and r.until > t.known_on
        and (r.since <= t.known_on or r.people_after <= t.known_on)
),

met as (
    select
        b.* exclude (account_id, rule, since, until),
        coalesce(a.account_id, l.leads_to, b.account_id) as account_id,
        case when a.account_id is null or b.rule = 'role set by a person' then b.rule else 'set by a person' end as rule,
        greatest(b.since, coalesce(a.since, b.since), coalesce(l.since, b.since)) as since,
        least(b.until, coalesce(a.until, b.until), coalesce(l.until, b.until)) as until
    from belongs as b
    left join assigned_people as a on a.person_id = b.person_id
    left join unit_periods as l on l.account_id = b.account_id
),

held as (select * from met where since < until),

changes as (
    select
        account_id, person_id, person_key, title, role, rule, source, since as known_on, times, said, first_person, told_on,
        domain_id
    from held
    union all
    select
        account_id, person_id, person_key, title, role, rule, source, until, -times, said, first_person, told_on,
        domain_id
    from held
    where until < getvariable('no_end')
    union all
    select
        account_id, person_id, person_key, title, role, rule, source, known_on, -times, said, first_person, told_on,
        domain_id
    from standing_people
)

select
    account_id, person_id, person_key, title, role, min(rule) as rule, source, known_on,
    cast(sum(times) as bigint) as times, said, first_person, told_on, max(domain_id) as domain_id
from changes
group by
    account_id, person_id, person_key, title, role, source, known_on, said, first_person, told_on,
    person_id < 0 and list_contains(getvariable('sure_rules'), rule)
having sum(times) <> 0
