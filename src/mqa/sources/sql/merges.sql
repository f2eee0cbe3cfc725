-- merges: one account that its own domain made, and the account that the domain leads to from a day on instead.
select key_number(domain) as old_account, account_id as new_account, min(since) as since
from alias_periods
where account_id > 0 and account_id <> key_number(domain)
group by all
