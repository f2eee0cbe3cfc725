-- reasons: why handoffs opened in a period were rejected or deferred (fate): the reason in the words of sales, and what
-- it tells (told: fit, timing, people, data). Cohort: the day the handoff was opened. Denominator: all of the same
-- fate. Censoring: only handoffs that are answered.
select p.period, a.fate, a.told, a.reason, count(*) as handoffs
from periods as p
inner join handoff_fates as a on a.opened_on >= p.first_day and a.opened_on <= p.last_day
where a.fate in ('rejected', 'deferred')
group by p.period, a.fate, a.told, a.reason
