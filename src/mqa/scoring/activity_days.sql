-- activity_days: what one person did in one pattern set (and one asset, where assets count) on one day,
-- as learned on one day. Signed and additive: what is taken back is a row with minus times.
-- times: acts; seconds: seconds spent in them. Source: semantics, "Activity days".
select
    a.account_id,
    a.person_id,
    p.pattern_set,
    case when p.keeps_asset = 1 then a.asset_id else 0 end as asset_id,
    a.day,
    a.known_on,
    cast(sum(a.times) as bigint) as times,
    cast(sum(a.times * a.seconds) as bigint) as seconds
from activities as a
inner join shape_patterns as p
    on p.shape_id = a.shape_id
    and a.seconds >= p.seconds_from
    and a.seconds < p.seconds_below
where a.account_id > 0
group by
    a.account_id,
    a.person_id,
    p.pattern_set,
    case when p.keeps_asset = 1 then a.asset_id else 0 end,
    a.day,
    a.known_on
having sum(a.times) <> 0
