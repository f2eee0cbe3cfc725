-- own_names: one account without a domain (said: its number) by the name that was told last of it, its country and city: it
-- may be a company that we know otherwise. first_id: of those whose names are the same, letter by letter, in one country,
-- the account known first. wanted: its name is another than before, or is to be looked up again, or another is the first.
with called as (
    select
        first_account as account_id, arg_max(name, (told_on, source, name)) filter (where name <> '') as name,
        min(told_on) as known_on
    from accounts
    where times > 0 and first_account in (select account_id from without_domain)
    group by first_account
),

places as (
    select
        first_account as account_id,
        coalesce(arg_max(value, (observed_on, told_on, value)) filter (where fact = 'country'), '') as country,
        coalesce(arg_max(value, (observed_on, told_on, value)) filter (where fact = 'city'), '') as city
    from facts
    where fact in ('country', 'city') and times > 0 and first_account in (select account_id from without_domain)
    group by first_account
),

named as (
    select
        c.account_id as said, lower(c.name) as name, lower(coalesce(p.country, '')) as country,
        lower(coalesce(p.city, '')) as city,
        first_value(c.account_id) over (
            partition by trim(regexp_replace(lower(c.name), '[^\p{L}\p{N}]+', ' ', 'g')), lower(coalesce(p.country, ''))
            order by c.known_on, c.account_id
        ) as first_id
    from called as c
    left join places as p on p.account_id = c.account_id
    where c.name is not null
),

meant as (
    select said, outcome, account_id
    from company_names
    where said in (select account_id from without_domain)
    group by said, name, country, city, outcome, account_id, rule, confidence, rival_id, rival_confidence
    having sum(times) > 0
)

select
    n.*,
    n.said in (select account_id from company_called) or n.said in (select wanted_id from asked_again)
    or (m.outcome = 'none' and n.first_id <> n.said)
    or (m.outcome = 'match' and n.first_id <> m.account_id and m.account_id in (select account_id from without_domain))
        as wanted
from named as n
left join meant as m on m.said = n.said
