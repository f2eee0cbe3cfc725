-- nearly_simple: one simple condition that one account nearly meets today: not met, but at least nine tenths of what entering
-- needs were seen. missing: the condition itself. Source: decision 0028.
select v.as_of, v.account_id, v.condition, v.condition as missing
from leaf_verdicts as v
inner join today as t on t.as_of = v.as_of
where v.enters = 0 and v.seen < v.needed_to_enter and v.seen * 10 >= v.needed_to_enter * 9
