-- nearly: one simple condition (missing) that keeps one account from a condition on a day, though it is nearly met.
-- A simple condition is nearly met where at least nine tenths of what entering needs were seen (`nearly_simple`); one made
-- of others where enough of its parts are met or nearly met, and then by what is missing of those. What `not` forbids is
-- not nearly absent. Conditions name others at most four deep, so this step runs once per layer: `below` are the conditions
-- nearly met in the layers below, `layer_parts` the parts of the conditions of the layer that is being asked. Source:
-- decision 0028.
with parts as (
    select distinct b.as_of, b.account_id, c.condition, c.part
    from below as b
    inner join layer_parts as c on c.part = b.condition and c.negates = 0
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

select distinct e.as_of, e.account_id, e.condition, b.missing
from enough as e
inner join layer_parts as c on c.condition = e.condition and c.negates = 0
inner join below as b on b.as_of = e.as_of and b.account_id = e.account_id and b.condition = c.part
