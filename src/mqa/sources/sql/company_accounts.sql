-- company_accounts: one account as a company's record tells it (its own, or that of the parent that it names by a domain),
-- where that is news at its day.
with told as (
    select distinct account_id, domain, name, owner, rule, getvariable('source') as source, known_on,
        cast(1 as bigint) as times, account_id as first_account, known_on as told_on
    from company_keys
    where account_id > 0
    union
    select
        h.domain_id, h.domain, '', '', 'domain of the parent', getvariable('source'), s.known_on, 1,
        h.domain_id, s.known_on
    from staged as s
    inner join hosts as h on h.host = s.parent_host
    where s.fate = 0 and s.parent is null and h.rule = ''
),

before as (
    select t.account_id, t.rule, t.known_on, max(a.told_on) as latest
    from told as t
    inner join accounts as a
        on a.first_account = t.account_id and a.source = t.source and a.rule = t.rule and a.told_on <= t.known_on
    group by t.account_id, t.rule, t.known_on
)

select t.*
from told as t
left join before as b on b.account_id = t.account_id and b.rule = t.rule and b.known_on = t.known_on
where not exists (
    select 1
    from accounts as a
    where
        a.first_account = t.account_id and a.source = t.source and a.told_on = b.latest
        and a.domain = t.domain and a.name = t.name and a.owner = t.owner and a.rule = t.rule
)
