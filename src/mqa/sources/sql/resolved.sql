-- resolved: one actor, the person and the account they are (0: none), and the rule that says so.
with known as (
    select
        n.actor, n.address, n.account, n.network, n.nobody, n.known_on, n.rows,
        n.email is null and n.person is null as nameless,
        case
            when n.email is not null then n.email
            when n.person is not null then n.contact_key
            else 'visitor:' || coalesce(n.visitor, '') || '@' || coalesce(nullif(h.domain, ''), n.network, '')
        end as person_key,
        regexp_full_match(n.local, getvariable('no_reply')) as no_reply,
        h.domain, h.rule as host_rule,
        al.account_id as alias_account,
        co.account_id as company_account
    from named_actors as n
    left join hosts as h on h.host = n.host
    left join alias_state as al on al.domain = h.domain
    left join company_ids as co on co.record = n.account
),

people_of as (
    select *, case when nameless then -key_number(person_key) else key_number(person_key) end as person_id
    from known
),

ruled as (
    select
        p.*, pa.account_id as stated_account,
        case
            when p.nobody or pa.rule = 'bot' then 'bot'
            when p.company_account = 0 then 'never an account'
            when p.company_account > 0 then getvariable('account_rule')
            when pa.account_id = 0 then 'never an account'
            when pa.account_id > 0 then 'account of the contact'
            when p.address is not null and p.no_reply then 'no-reply'
            when p.host_rule <> '' then p.host_rule
            when p.alias_account = 0 then 'never an account'
            when p.alias_account > 0 and p.address is not null then 'e-mail domain'
            when p.alias_account > 0 then 'domain of the visit'
            when p.domain <> '' and not getvariable('create_accounts') then 'unknown company'
            when p.domain <> '' and p.address is not null then 'created from e-mail domain'
            when p.domain <> '' then 'created from the domain of a visit'
            when p.account is not null then 'unknown account'
            else 'no address'
        end as rule
    from people_of as p
    left join person_accounts as pa on pa.person_id = p.person_id
)

select
    actor, person_id, person_key, nameless, domain, rule, known_on, rows,
    case
        when rule = getvariable('account_rule') and company_account > 0 then company_account
        when rule = 'account of the contact' then stated_account
        when rule in ('e-mail domain', 'domain of the visit') then alias_account
        when rule like 'created from %' then key_number(domain)
        else 0
    end as account_id,
    case when nobody then 0 else company_account end as states
from ruled
