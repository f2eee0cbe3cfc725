-- near_misses: one level that an account nearly holds on a day, and one simple condition that it misses for it, by at
-- most a tenth of what is needed (a level may miss several; all of them are nearly met). Only levels above where the
-- account stands, and only accounts that may hold one: not excluded, not outside the ICP.
-- seen, needed_to_enter: in the condition's unit; their difference is the shortfall. Source: decision 0028.
select n.as_of, n.account_id, l.level, n.missing as condition, v.seen, v.needed_to_enter
from nearly as n
inner join levels as l on l.condition = n.condition
inner join scores as s on s.as_of = n.as_of and s.account_id = n.account_id
inner join leaf_verdicts as v on v.as_of = n.as_of and v.account_id = n.account_id and v.condition = n.missing
left join standings as d on d.as_of = n.as_of and d.account_id = n.account_id
where s.state in ('graded', 'unknown') and l.level > coalesce(d.level, 0)
