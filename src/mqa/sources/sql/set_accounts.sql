-- set_accounts: one account that a person made of a domain, where none was known by it.
select
    account_id, domain, '' as name, '' as owner, 'set by a person' as rule, 'corrections' as source,
    min(since) as known_on, min(since) as told_on, cast(1 as bigint) as times, account_id as first_account
from leads
where leads_to = account_id and account_id not in (select first_account from accounts where times > 0)
group by account_id, domain
