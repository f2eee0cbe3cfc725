-- standing_acts: one act of a taught person, or nameless visitor, at one account on one day, as the rows of all loads add
-- up. An act without a name is its visitor's, wherever it stands. Copies at the
-- accounts of families are left out: they follow.
select
    account_id, person_id, activity_id, shape_id, asset_id, day, occurred_at, known_on, seconds, source, url, asset, said,
    visitor, cast(sum(times) as bigint) as times
from activities
where
    case when visitor < 0 then visitor else person_id end in (select person_id from taught)
    and said is distinct from getvariable('copied')
group by all
having sum(times) <> 0
