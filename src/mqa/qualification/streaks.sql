-- streaks: since when (a day) one level has held for an account on every day, as entering asks.
select h.as_of, h.account_id, h.level, coalesce(y.since, h.as_of) as since
from levels_held as h
inner join today as t on t.as_of = h.as_of
left join streaks_yesterday as y on y.account_id = h.account_id and y.level = h.level
where h.enters = 1
