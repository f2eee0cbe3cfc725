-- levels_held: one level whose condition holds for an account on a day, as entering (enters) or as staying (stays)
-- asks. Accounts outside the ICP or excluded hold none, however busy they are.
select v.as_of, v.account_id, l.level, v.enters, v.stays
from verdicts as v
inner join levels as l on l.condition = v.condition
inner join fit as f on f.as_of = v.as_of and f.account_id = v.account_id
where v.stays = 1 and f.state in ('graded', 'unknown')
