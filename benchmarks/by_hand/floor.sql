-- The floor: two levels of aggregation and nothing else. What each account's acts of the last 90 days are worth, faded
-- with one half-life, and how many people did them. No rules, no caps, no explanation.
create or replace table floor_points as
with people as (
    select account_id, person_id, sum(times * pow(0.5, (getvariable('as_of') - day) / 14.0)) as points
    from activities
    where account_id > 0 and day > getvariable('as_of') - 90 and day <= getvariable('as_of')
    group by account_id, person_id
)

select account_id, sum(points) as points, count(*) filter (person_id > 0) as people
from people
group by account_id;
