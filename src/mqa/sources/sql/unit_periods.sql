-- unit_periods: one account from a day until another (not included), and the buying unit that it is part of: where people
-- lead it, and from there, where families are rolled up, the topmost company (0: nobody's; null: it stands by itself).
select
    l.account_id, coalesce(t.top_id, l.leads_to) as leads_to, greatest(l.since, coalesce(t.since, l.since)) as since,
    least(l.until, coalesce(t.until, l.until)) as until
from leads as l
left join rolled_up as t
    on t.account_id = coalesce(l.leads_to, l.account_id) and t.since < l.until and t.until > l.since
union all
select account_id, top_id, since, until
from rolled_up
where account_id not in (select account_id from leads)
