-- placed: one staged row about an account (a fact, research, an outcome), the account that its own words mean and the
-- one it speaks of by what was known then (0: nobody's; null: unknown). Rejected rows are looked up too, so that all
-- that is wrong with them is told at once. A domain that led nowhere yet means the first account it led to, from the
-- day it did; its own account it is from the beginning. Of a country of which nothing is told, it means the whole company.
with known_domains as (
    select distinct domain
    from alias_periods
    where
        account_id is not null
        and (not contains(domain, ':') or account_id <> key_number(split_part(domain, ':', 1)))
),

meant as (
    select
        s.row, s.fate, s.known_on as told_on,
        coalesce(s.account, s.host, split_part(s.company, chr(30), 1)) as named,
        case when s.account is not null then 'id' when s.host is not null then 'domain' else cn.rule end as named_by,
        case
            when co.account_id is not null then co.account_id
            when list_contains(getvariable('kept_out'), h.rule) then 0
            when k.domain is not null or own.domain is not null then key_number(coalesce(own.domain, k.domain))
            when cn.account_id > 0 or cn.rule = 'set by a person' then cn.account_id
        end as first_account
    from staged as s
    left join company_periods as co
        on co.said = key_number(s.account) and s.known_on >= co.since and s.known_on < co.until
    left join hosts as h on h.host = s.host
    left join known_domains as k on k.domain = h.domain
    left join country_words as c on c.name = s.country
    left join known_domains as own on own.domain = h.domain || ':' || c.code
    left join company_name_periods as cn
        on cn.said = key_number('company' || chr(30) || s.company) and s.known_on >= cn.since and s.known_on < cn.until
    where s.fate <> 1
),

led as (
    select m.row, p.leads_to, greatest(m.told_on, p.since) as known_on
    from meant as m
    inner join all_places as p on p.account_id = m.first_account and p.until > m.told_on
    where p.leads_to is not null
    qualify row_number() over (partition by m.row order by p.since) = 1
)

select
    m.row, m.fate, m.first_account, m.told_on, coalesce(l.leads_to, m.first_account) as account_id,
    coalesce(l.known_on, m.told_on) as known_on, m.named, m.named_by
from meant as m
left join led as l on l.row = m.row
