-- What each visitor did of each code on each day that counts.
create or replace table daily as
select account_id, person_id, code, (getvariable('as_of') - day)::tinyint as age, sum(times)::integer as times
from activity_days_by_hand
where day > getvariable('as_of') - 90 and day <= getvariable('as_of') and known_on <= getvariable('as_of')
group by all;

create or replace table downloads as
select account_id, count(*) filter (asset_id <> 0) as assets
from (
    select account_id, asset_id from activity_days_by_hand
    where code in (11, 12, 15, 24) and day > getvariable('as_of') - 60 and day <= getvariable('as_of')
        and known_on <= getvariable('as_of')
    group by account_id, asset_id
    having sum(times) > 0
)
group by account_id;
