-- acceptance: how many handoffs opened in a period, of one level, had one fate (see `handoff_fates`); kept and late: how
-- many of them were answered by the due time, and later or not at all. Cohort: the day the handoff was opened. Shares
-- of accepted, rejected and deferred are of those three together; the share unanswered is of all that are answered or
-- overdue; the SLA kept is kept of kept and late. Censoring: waiting and withdrawn handoffs are in no denominator.
select
    p.period,
    a.level,
    a.fate,
    count(*) as handoffs,
    count(case when a.kept = 1 then 1 end) as kept,
    count(case when a.kept = 0 then 1 end) as late
from periods as p
inner join handoff_fates as a on a.opened_on >= p.first_day and a.opened_on <= p.last_day
group by p.period, a.level, a.fate
