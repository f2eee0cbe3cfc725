-- people_asked: one record of a person who is asked for.
select * from records
where kind = 'person' and person_id in (select person_id from asked_people)
