-- taught: one person whose rows may stand elsewhere by what this load said, and all who are the same by another name.
-- Whom this load met first was placed by all it says already, but where what was known changes with time (`moving`).
with recursive told as (
    select distinct person_id from learned_records where kind = 'person'
),

names as (
    select origin as one, person_id as other from name_periods where origin <> person_id
    union all
    select person_id, origin from name_periods where origin <> person_id
),

news as (
    select person_id from moving
    union
    select person_id from corrected_people
    union
    select t.person_id from told as t inner join members as m on m.person_id = t.person_id
    union
    select n.one
    from names as n
    inner join told as t on t.person_id = n.other
    inner join members as m on m.person_id = n.one
    union
    select t.person_id from told as t inner join marked as m on m.person_id = t.person_id
    union
    select s.person_id
    from stated_periods as s
    inner join told as t on t.person_id = s.person_id
    group by s.person_id
    having count(distinct s.account_id) > 1
    union
    select n.origin
    from name_periods as n
    where n.origin in (select p.origin from name_periods as p inner join told as t on t.person_id = p.person_id)
    group by n.origin
    having count(distinct n.person_id) > 1
    union
    select r.person_id
    from earlier_records as r
    inner join taught_companies as c on c.said = r.said
    where r.kind = 'person'
    union
    select person_id from earlier_activities where said in (select said from taught_companies)
    union
    select person_id from members where split_part(person_key, '@', -1) in (select host from taught_hosts)
),

related as (
    select person_id from news
    union
    select n.other from related as r inner join names as n on n.one = r.person_id
)

select person_id from related
