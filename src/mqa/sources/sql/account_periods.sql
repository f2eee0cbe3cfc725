-- account_periods: one account that stood for another at some time (its own domain led elsewhere, or a person said so),
-- from a day until another (not included), and the one it stood for by what was known then (0: nobody's; null: not known
-- yet); also one whose domain another claimed, or of which a person once said something, though by all we know it never led
-- elsewhere: it may have stood there before, were it until another word on the same day.
-- That a country is the whole company's until something is told of it, makes its account no other's.
with led as (
    select
        domain, since, until,
        case when not contains(domain, ':') or account_id <> key_number(split_part(domain, ':', 1)) then account_id end
            as account_id
    from alias_periods
),

claimed as (
    select split_part(domain, ':', 1) as domain from domains_asked where first_account <> key_number(domain)
),

turned as (
    select distinct domain
    from led
    where
        account_id <> key_number(domain) or split_part(domain, ':', 1) in (select domain from claimed)
        or domain in (select domain from leads)
),

own as (
    select
        key_number(domain) as account_id, account_id as leads_to, since, until,
        lead(account_id) over (partition by domain order by since) as leads_next
    from led
    where domain in (select domain from turned)
)

select
    account_id,
    case when leads_to is null and leads_next = account_id then leads_next else leads_to end as leads_to,
    since, until
from own
union all
select account_id, coalesce(leads_to, account_id), since, until
from leads
where domain = ''
