-- kin: one person who is, or was, somebody who is asked for (`asked_kin`) by another name.
select person_id from one_person where origin in (select person_id from asked_kin)
union
select origin from one_person where person_id in (select person_id from asked_kin)
union
select person_id from one_visitor where visitor in (select person_id from asked_kin)
union
select visitor from one_visitor where person_id in (select person_id from asked_kin)
