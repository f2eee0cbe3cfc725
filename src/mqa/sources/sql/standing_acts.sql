-- standing_acts: one act of a taught person at one account on one day, as the rows of all loads add up.
select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, source, url, asset, said,
    cast(sum(times) as bigint) as times
from activities
where person_id in (select person_id from taught)
group by all
having sum(times) <> 0
