-- alias_periods: one domain that is asked for, from a day until another (not included), and the account it leads to by what was known then
-- (0: nobody's; null: none known). claimed: the account that its company's records say (null: a person leads it
-- elsewhere). A person's word beats all; what a company says of its own domain beats what another says of it, and both beat
-- what we made up. Who is never an account is so at all times: that is about us, not news of the world.
with told as (
    select distinct
        domain, first_account as account_id, rule,
        case when list_contains(getvariable('kept_out'), rule) then getvariable('ever') else told_on end as known_on,
        case
            when list_contains(getvariable('kept_out'), rule) then 4
            when rule = 'domain of the company' then 3
            when rule = 'further domain of the company' then 2
            else 1
        end as strength
    from domains_asked
    where times > 0 and rule <> 'set by a person'
),

told_anew as (select domain from told group by domain having count(*) > 1),

moments as (select distinct domain, known_on as since from told where domain in (select domain from told_anew)),

led as (
    select m.domain, m.since, t.account_id, t.rule
    from moments as m
    inner join told as t on t.domain = m.domain and t.known_on <= m.since
    qualify row_number() over (
        partition by m.domain, m.since order by t.strength desc, t.known_on desc, t.account_id
    ) = 1
    union all
    select domain, known_on, account_id, rule
    from told
    where domain not in (select domain from told_anew)
),

claims as (
    select
        domain, account_id, rule, since,
        lead(since, 1, getvariable('no_end')) over (partition by domain order by since) as until
    from led
    union all
    select domain, cast(null as bigint), '', getvariable('ever'), min(since)
    from led
    group by domain
    having min(since) > getvariable('ever')
    union all
    select distinct domain, cast(null as bigint), '', getvariable('ever'), getvariable('no_end')
    from leads
    where
        domain <> '' and domain not in (select domain from told) and (
            account_id in (select domain_id from asked_domains)
            or key_number(split_part(domain, ':', 1)) in (select domain_id from asked_domains)
        )
)

select
    c.domain,
    coalesce(own.leads_to, l.leads_to, c.account_id) as account_id,
    case when own.leads_to is null or own.leads_to = c.account_id then c.account_id end as claimed,
    case when own.leads_to is null or own.leads_to = c.account_id then c.rule else 'set by a person' end as rule,
    greatest(c.since, coalesce(own.since, c.since), coalesce(l.since, c.since)) as since,
    least(c.until, coalesce(own.until, c.until), coalesce(l.until, c.until)) as until
from claims as c
left join leads as own on own.domain = c.domain and own.since < c.until and own.until > c.since
left join leads as l
    on l.account_id = c.account_id
    and l.since < least(c.until, coalesce(own.until, c.until)) and l.until > greatest(c.since, coalesce(own.since, c.since))
