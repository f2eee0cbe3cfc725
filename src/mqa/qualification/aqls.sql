-- aqls: one person at an account that stands at a level of MQA or PQA on a day, whom sales should contact, and their place
-- in the order: the rows of contacts at such accounts. level: where the account stands. MQLs (mql = 1) are counted
-- beside: a lead by the old measure, wherever the account stands. Source: semantics, "Lead-model terms".
select
    c.as_of, c.account_id, c.person_id, c.rank, s.level, c.role, c.points, c.seen_age, c.engaged, c.mql, c.reach
from contacts as c
inner join standings as s on s.as_of = c.as_of and s.account_id = c.account_id
inner join levels as l on l.level = s.level and l.qualified = 1
