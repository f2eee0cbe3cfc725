-- leads: one account (or domain) from a day until another (not included), and the account that it leads to: where people say
-- (`said_leads`), else where its own name leads, and from there where people say. null: nobody says anything.
with by_name as (
    select
        said as account_id, case when account_id > 0 or rule = 'set by a person' then account_id end as leads_to, since, until
    from company_name_periods
),

led_by_name as (
    select
        n.account_id, coalesce(s.leads_to, f.leads_to, n.leads_to) as leads_to,
        greatest(n.since, coalesce(f.since, n.since), coalesce(s.since, n.since)) as since,
        least(n.until, coalesce(f.until, n.until), coalesce(s.until, n.until)) as until
    from by_name as n
    left join by_name as f on f.account_id = n.leads_to and f.since < n.until and f.until > n.since
    left join said_leads as s
        on s.account_id = coalesce(f.leads_to, n.leads_to)
        and s.since < least(n.until, coalesce(f.until, n.until)) and s.until > greatest(n.since, coalesce(f.since, n.since))
    where n.account_id in (select account_id from by_name where leads_to is not null)
),

days as (
    select account_id, since as day from led_by_name
    union
    select account_id, until from led_by_name
    union
    select account_id, since from said_leads where account_id in (select account_id from led_by_name)
    union
    select account_id, until from said_leads where account_id in (select account_id from led_by_name)
),

spans as (
    select account_id, day as since, lead(day) over (partition by account_id order by day) as until
    from days
)

select
    p.account_id, '' as domain, coalesce(s.leads_to, n.leads_to) as leads_to, p.since, p.until,
    coalesce(s.apart, false) as apart
from spans as p
left join led_by_name as n on n.account_id = p.account_id and n.since <= p.since and n.until >= p.until
left join said_leads as s on s.account_id = p.account_id and s.since <= p.since and s.until >= p.until
where p.until is not null
union all
select account_id, domain, leads_to, since, until, apart
from said_leads
where account_id not in (select account_id from led_by_name)
