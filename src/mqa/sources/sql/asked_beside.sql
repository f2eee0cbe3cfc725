-- asked_beside: the number of one domain (without its country) that is asked for too, where accounts are parted by country:
-- that of an account in a country, those that lead to what is asked for, and that to which one of them leads.
with near as (
    select domain_id from asked_domains
    union
    select domain_id from aliases where first_account in (select domain_id from asked_domains)
    union
    select key_number(split_part(domain, ':', 1))
    from leads
    where domain <> '' and account_id in (select domain_id from asked_domains)
),

ends as (
    select domain_id as account_id from near
    union
    select first_account from aliases where domain_id in (select domain_id from near)
)

select account_id as domain_id from ends
union
select leads_to from leads where leads_to > 0 and account_id in (select account_id from ends)
