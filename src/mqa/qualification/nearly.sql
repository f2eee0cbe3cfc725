-- nearly: one simple condition (missing) that keeps one account from a condition on a day, though it is nearly met: at
-- least nine tenths of what entering needs were seen. A simple condition is nearly met itself; one made of others is
-- where enough of its parts are met or nearly met, and then by what is missing of those.
-- What `not` forbids is not nearly absent. Conditions name others at most four deep, so this step runs once per layer:
-- `below` are the conditions nearly met in the layers below, `this_layer` the layer that is being asked (0: the simple
-- ones). Source: decision 0028.
with parts as (
    select distinct b.as_of, b.account_id, c.condition, c.part
    from below as b
    inner join condition_parts as c on c.part = b.condition and c.negates = 0
    inner join this_layer as l on l.layer = c.layer
),

enough as (
    select p.as_of, p.account_id, p.condition
    from parts as p
    inner join scores as s on s.as_of = p.as_of and s.account_id = p.account_id
    inner join thresholds as t on t.condition = p.condition and t.scope = s.scope
    left join answered as v on v.as_of = p.as_of and v.account_id = p.account_id and v.condition = p.condition
    where coalesce(v.enters, 0) = 0
    group by p.as_of, p.account_id, p.condition
    having count(*) + max(coalesce(v.seen, 0)) >= max(t.needed_to_enter)
)

select v.as_of, v.account_id, v.condition, v.condition as missing
from answered as v
inner join today as t on t.as_of = v.as_of
inner join this_layer as l on l.layer = 0
where v.enters = 0 and v.seen < v.needed_to_enter and v.seen * 10 >= v.needed_to_enter * 9
union all
select distinct e.as_of, e.account_id, e.condition, b.missing
from enough as e
inner join condition_parts as c on c.condition = e.condition and c.negates = 0
inner join below as b on b.as_of = e.as_of and b.account_id = e.account_id and b.condition = c.part
