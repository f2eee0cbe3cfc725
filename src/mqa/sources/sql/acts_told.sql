-- acts_told: one act of a taught person: whose it was when it became known.
select
    activity_id, shape_id, asset_id, day, occurred_at, seconds, source, url, asset, said,
    arg_min(person_id, (known_on, person_id)) filter (where times > 0) as person_id,
    min(known_on) as known_on,
    cast(sum(times) as bigint) as times
from standing_acts
group by activity_id, shape_id, asset_id, day, occurred_at, seconds, source, url, asset, said
having sum(times) <> 0
