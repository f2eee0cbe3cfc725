-- composites: the answer to one condition made of others, for one account on a day; no row: no part holds, and the
-- answer is no.
-- seen: how many parts hold so far as entering asks; needed_to_enter, needed_to_stay: how many must. `not` swaps:
-- it is entered where its part does not even stay, and stays where its part does not enter.
-- Conditions name others at most four deep, so this step runs once per layer: `answered` are the verdicts of the
-- layers below, `layer_parts` the parts of the conditions of the layer that is being answered.
with held as (
    select
        v.as_of,
        v.account_id,
        c.condition,
        cast(sum(v.enters) as bigint) as entering,
        cast(sum(v.stays) as bigint) as staying
    from answered as v
    inner join layer_parts as c on c.part = v.condition and c.negates = 0
    where v.stays = 1
    group by v.as_of, v.account_id, c.condition
)

select
    h.as_of,
    h.account_id,
    h.condition,
    h.entering as seen,
    t.needed_to_enter,
    t.needed_to_stay,
    case when h.entering >= t.needed_to_enter then 1 else 0 end as enters,
    case when h.staying >= t.needed_to_stay then 1 else 0 end as stays
from held as h
inner join placements as p on p.as_of = h.as_of and p.account_id = h.account_id
inner join thresholds as t on t.condition = h.condition and t.scope = p.scope
where t.needed_to_enter > 0
union all
select
    p.as_of,
    p.account_id,
    c.condition,
    1 - coalesce(v.stays, 0) as seen,
    t.needed_to_enter,
    t.needed_to_stay,
    1 - coalesce(v.stays, 0) as enters,
    1 - coalesce(v.enters, 0) as stays
from placements as p
inner join thresholds as t on t.scope = p.scope and t.needed_to_enter > 0
inner join layer_parts as c on c.condition = t.condition and c.negates = 1
left join answered as v on v.as_of = p.as_of and v.account_id = p.account_id and v.condition = c.part
