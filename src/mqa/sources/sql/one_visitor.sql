-- one_visitor: one nameless visitor (`visitor`, below 0) and one person whose it is or was. Of an id under which many were
-- named the first alone had anything of it.
with shown as (
    select visitor_id, person_id
    from shown_visitors
    where person_id > 0
    group by visitor_id, person_id
    qualify row_number() over (partition by visitor_id order by min(known_on), person_id) <= 2 * getvariable('most_people')
    union
    select key_number('visitor:' || visitor), key_number(person_key)
    from said_visitors
    where person_key <> ''
)

select v.person_id as visitor, n.person_id
from shown_visitors as v
inner join shown as n on n.visitor_id = v.visitor_id
where v.person_id < 0
