-- news: one person whose rows may stand elsewhere by what this load said. Who is the same by another name may too: see
-- kin, which here tells of those of whom this load has a record. Whom this load met first was placed by all it says
-- already, but where what was known changes with time (`moving`).
with told as (
    select distinct person_id from learned_records where kind = 'person'
),

told_ids as (
    select record_id as origin from learned_records where kind = 'person' and record_id <> 0
    union
    select key_number(getvariable('contact_source') || ':' || record)
    from learned_records
    where kind = 'person' and record_id <> 0 and source <> getvariable('contact_source')
)

select person_id from moving
union
select person_id from corrected_people
union
select person_id from assigned where account_id in (select account_id from corrected_accounts)
union
select person_id from earlier_people where person_id in (select person_id from told)
union
select person_id from earlier_people where person_id in (select person_id from kin)
union
select person_id
from records
where kind = 'person' and person_id in (select person_id from told)
group by person_id
having count(*) > 1 or max(rule) = 'bot'
union
select person_id
from people
where person_id in (select person_id from told)
group by person_id
having count(*) > 1
union
select record_id
from records
where kind = 'person' and record_id in (select origin from told_ids)
group by record_id
having count(distinct person_id) > 1
union
select origin
from one_person
where origin in (select origin from told_ids)
group by origin
having count(distinct person_id) > 1
union
select person_id
from earlier_records
where kind = 'person' and said in (select said from taught_companies)
union
select person_id from earlier_activities where said in (select said from taught_companies)
union
select person_id from visitors where person_id < 0 and visitor_id in (select visitor_id from taught_visitors)
union
select person_id
from earlier_people
where domain_id in (select key_number(split_part(domain, ':', 1)) from taught_domains)
