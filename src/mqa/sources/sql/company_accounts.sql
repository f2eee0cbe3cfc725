-- company_accounts: one account as a company's record tells it (its own, or that of the parent that it names by a domain),
-- where that is news at its day (see contact_records).
with said as (
    select account_id, domain, name, owner, rule, known_on, dated
    from company_keys
    where account_id > 0
    union all
    select h.domain_id, h.domain, '', '', 'domain of the parent', s.known_on, s.dated
    from staged as s
    inner join hosts as h on h.host = s.parent_host
    where s.fate = 0 and s.parent is null and h.rule = ''
),

told as (
    select
        account_id, domain, name, owner, rule, getvariable('source') as source, known_on, cast(1 as bigint) as times,
        account_id as first_account, known_on as told_on, bool_or(dated) as dated
    from said
    group by all
),

before as (
    select t.account_id, t.rule, t.known_on, max(a.told_on) as latest
    from told as t
    inner join accounts as a
        on a.first_account = t.account_id and a.source = t.source and a.rule = t.rule and a.told_on <= t.known_on
    where not t.dated
    group by t.account_id, t.rule, t.known_on
)

select t.* exclude (dated)
from told as t
left join before as b on b.account_id = t.account_id and b.rule = t.rule and b.known_on = t.known_on
where not exists (
    select 1
    from accounts as a
    where
        a.first_account = t.account_id and a.source = t.source
        and a.told_on = case when t.dated then t.known_on else b.latest end
        and a.domain = t.domain and a.name = t.name and a.owner = t.owner and a.rule = t.rule
)
