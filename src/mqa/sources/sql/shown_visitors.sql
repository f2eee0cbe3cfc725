-- shown_visitors: one row of an id of a visitor under which somebody who is asked for (`asked_kin`) was shown.
with ids as (
    select visitor_id from visitors where person_id in (select person_id from asked_kin)
    union
    select key_number('visitor:' || visitor)
    from said_visitors
    where key_number(person_key) in (select person_id from asked_kin)
)

select * from visitors where visitor_id in (select visitor_id from ids)
