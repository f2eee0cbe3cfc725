-- taught_visitors: one visitor of whom this load, or a correction, said something new: whom they are.
with learned as (select visitor_id, person_id, known_on from learned_visitors where person_id > 0)

select l.visitor_id
from learned as l
left join earlier_visitors as e
    on e.visitor_id = l.visitor_id and e.person_id = l.person_id and e.known_on <= l.known_on
where e.visitor_id is null
union
select visitor_id
from visitors
where person_id > 0 and visitor_id in (select visitor_id from learned)
group by visitor_id
having count(distinct person_id) > 1
union
select key_number('visitor:' || visitor) from corrected_visitors
