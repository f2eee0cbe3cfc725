-- unit_places: account_periods of accounts that are asked for, and from there, where families are rolled up, the topmost
-- company: where all goes that was told of an account, but for its facts (a branch has employees of its own).
select
    a.account_id, coalesce(t.top_id, a.leads_to) as leads_to, greatest(a.since, coalesce(t.since, a.since)) as since,
    least(a.until, coalesce(t.until, a.until)) as until
from account_periods as a
left join rolled_up as t on t.account_id = a.leads_to and t.since < a.until and t.until > a.since
union all
select account_id, coalesce(top_id, account_id), since, until
from rolled_up
where
    account_id in (select domain_id from asked_domains) and account_id not in (select account_id from account_periods)
