-- handoff_fates: one handoff and its fate: accepted, rejected or deferred (the first word of sales on it), withdrawn
-- (nobody needs to answer any more), unanswered (its time is over) or waiting (its time is not over). level: as it is
-- called today; reason, told: why, and what that tells (fit, timing, people, data); answered_on: the day of the answer. kept: 1 where the answer came
-- by the due time, 0 where it came later or is overdue; null where nothing can be said: waiting or withdrawn.
with numbered as (
    select
        handoff_id,
        answer,
        reason,
        told,
        day,
        answered_at,
        row_number() over (partition by handoff_id order by answer_id nulls last) as nth
    from answers
    where answer in ('accepted', 'rejected', 'deferred')
)

select
    h.handoff_id,
    h.account_id,
    coalesce(l.today, h.level) as level,
    h.owner,
    h.route,
    h.opened_on,
    case
        when n.answer is not null then n.answer
        when h.state = 'withdrawn' then 'withdrawn'
        when h.due_at < m.now then 'unanswered'
        else 'waiting'
    end as fate,
    coalesce(n.reason, '') as reason,
    coalesce(n.told, '') as told,
    n.day as answered_on,
    case
        when n.answered_at <= h.due_at then 1
        when n.answered_at > h.due_at then 0
        when h.state <> 'withdrawn' and h.due_at < m.now then 0
    end as kept
from handoffs as h
cross join moment as m
left join level_names as l on l.name = h.level
left join numbered as n on n.handoff_id = h.handoff_id and n.nth = 1
