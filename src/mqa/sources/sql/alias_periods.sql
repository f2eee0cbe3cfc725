-- alias_periods: one domain from a day until another (not included), and the account it leads to by what was known then.
-- What a company says of its own domain beats what another says of it, and both beat what we made up. Who is never
-- an account is so at all times: that is about us, not news of the world.
with told as (
    select
        domain, account_id, rule,
        case when rule = 'never an account' then getvariable('ever') else known_on end as known_on,
        case rule
            when 'never an account' then 4
            when 'domain of the company' then 3
            when 'further domain of the company' then 2
            else 1
        end as strength
    from aliases
),

moments as (select distinct domain, known_on as since from told),

led as (
    select m.domain, m.since, t.account_id, t.rule
    from moments as m
    inner join told as t on t.domain = m.domain and t.known_on <= m.since
    qualify row_number() over (
        partition by m.domain, m.since order by t.strength desc, t.known_on desc, t.account_id
    ) = 1
)

select
    domain, account_id, rule, since,
    lead(since, 1, getvariable('no_end')) over (partition by domain order by since) as until
from led
union all
select domain, cast(null as bigint) as account_id, '' as rule, getvariable('ever') as since, min(since) as until
from led
group by domain
having min(since) > getvariable('ever')
