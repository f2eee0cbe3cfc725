-- The activity days that count on this day.
create or replace view recent as
select * from activity_days_by_hand
where day > getvariable('as_of') - 90 and day <= getvariable('as_of') and known_on <= getvariable('as_of');
