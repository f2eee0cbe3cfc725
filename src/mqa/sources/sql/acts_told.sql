-- acts_told: one act of a taught person: whose it was when it became known, by its own words. acts_from: see
-- visitor_periods, name_parts.
with told as (
    select
        activity_id, shape_id, asset_id, day, occurred_at, seconds, source, url, asset, said, visitor,
        case when visitor <> 0 then visitor else arg_min(person_id, (known_on, person_id)) filter (where times > 0) end
            as person_id,
        min(known_on) as known_on,
        cast(sum(times) as bigint) as times
    from standing_acts
    group by activity_id, shape_id, asset_id, day, occurred_at, seconds, source, url, asset, said, visitor
    having sum(times) <> 0
),

parts as (
    select origin, acts_from, acts_until from visitor_periods
    union
    select origin, acts_from, acts_until from name_parts
)

select t.*, coalesce(p.acts_from, getvariable('ever')) as acts_from
from told as t
left join parts as p on p.origin = t.person_id and p.acts_from <= t.known_on and p.acts_until > t.known_on
