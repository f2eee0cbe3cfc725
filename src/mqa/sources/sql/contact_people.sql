-- contact_people: one person at an account, as a contact's record tells it, where that is news at its day
-- (see contact_records).
with told as (
    select
        r.account_id, r.person_id, r.person_key, s.title, s.role, min(r.rule) as rule,
        getvariable('source') as source, s.known_on, cast(1 as bigint) as times,
        cast(0 as bigint) as said, r.person_id as first_person, max(r.domain_id) as domain_id, s.known_on as told_on,
        bool_or(s.dated) as dated
    from staged as s
    inner join actors as a on a.actor = s.actor
    inner join settled as r on r.subject = a.subject and s.known_on >= r.since and s.known_on < r.until
    where s.fate = 0
    group by r.account_id, r.person_id, r.person_key, s.title, s.role, s.known_on
),

before as (
    select t.account_id, t.person_id, t.known_on, max(p.told_on) as latest
    from told as t
    inner join people as p
        on p.account_id = t.account_id and p.person_id = t.person_id and p.source = t.source and p.told_on <= t.known_on
    where not t.dated and p.times > 0
    group by t.account_id, t.person_id, t.known_on
)

select t.* exclude (dated)
from told as t
left join before as b on b.account_id = t.account_id and b.person_id = t.person_id and b.known_on = t.known_on
where not exists (
    select 1
    from people as p
    where
        p.account_id = t.account_id and p.person_id = t.person_id and p.source = t.source
        and p.told_on = case when t.dated then t.known_on else b.latest end
        and p.title = t.title and p.role = t.role and p.times > 0
)
