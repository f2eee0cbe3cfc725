-- moved_people: the standing rows of a person's membership taken back at the old account and given at the new one.
with standing as (
    select p.account_id, p.person_id, p.person_key, p.title, p.role, p.rule, p.source, sum(p.times) as times
    from people as p
    where
        p.rule <> 'account of the act'
        and exists (select 1 from moves as m where m.old_account = p.account_id and m.old_person = p.person_id)
    group by all
    having sum(p.times) <> 0
)

select account_id, person_id, person_key, title, role, rule, source, getvariable('today') as known_on,
    cast(-times as bigint) as times
from standing
union all
select m.new_account, m.new_person, m.new_key, s.title, s.role, m.rule, s.source, getvariable('today'),
    cast(s.times as bigint)
from standing as s
inner join moves as m on m.old_account = s.account_id and m.old_person = s.person_id
