-- activity_days: what one person did in one pattern set (and one asset, where assets count) on one day,
-- as learned on one day. Signed and additive: what is taken back is a row with minus times, and so is what belongs to
-- another pattern set since the map of content says something else.
-- times: acts; seconds: seconds spent in them. Source: semantics, "Activity days".
select
    a.account_id,
    a.person_id,
    p.pattern_set,
    case when p.keeps_asset = 1 then a.asset_id else 0 end as asset_id,
    a.day,
    greatest(a.known_on, p.known_from) as known_on,
    cast(sum(a.times * p.times) as bigint) as times,
    cast(sum(a.times * p.times * a.seconds) as bigint) as seconds
from activities as a
left join mapped_assets as m on m.asset_id = a.asset_id
inner join shape_patterns as p
    on p.shape_id = a.shape_id
    and p.asset_id = coalesce(m.asset_id, 0)
    and a.seconds >= p.seconds_from
    and a.seconds < p.seconds_below
    and a.known_on < p.known_before
where a.account_id > 0
group by
    a.account_id,
    a.person_id,
    p.pattern_set,
    case when p.keeps_asset = 1 then a.asset_id else 0 end,
    a.day,
    greatest(a.known_on, p.known_from)
having sum(a.times * p.times) <> 0
