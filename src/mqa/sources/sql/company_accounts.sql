-- company_accounts: one account as a company's record tells it, where that is news at its day.
with told as (
    select distinct account_id, domain, name, owner, rule, getvariable('source') as source, known_on,
        cast(1 as bigint) as times, account_id as first_account, known_on as told_on
    from company_keys
    where account_id > 0
),

before as (
    select t.account_id, t.known_on, max(a.told_on) as latest
    from told as t
    inner join accounts as a on a.first_account = t.account_id and a.source = t.source and a.told_on <= t.known_on
    group by t.account_id, t.known_on
)

select t.*
from told as t
left join before as b on b.account_id = t.account_id and b.known_on = t.known_on
where not exists (
    select 1
    from accounts as a
    where
        a.first_account = t.account_id and a.source = t.source and a.told_on = b.latest
        and a.domain = t.domain and a.name = t.name and a.owner = t.owner and a.rule = t.rule
)
