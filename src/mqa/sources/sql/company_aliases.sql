-- company_aliases: one domain that a company's record leads to its account, where that is news and not outdone.
-- Mail providers and hosting never lead anywhere: their addresses are other people's.
with named as (
    select h.domain, k.account_id, k.rule = 'never an account' as never, s.known_on, h.domain = k.domain as own
    from (
        select row, known_on, unnest(list_append(hosts, host)) as host
        from staged
        where fate = 0
    ) as s
    inner join company_keys as k on k.row = s.row
    inner join hosts as h on h.host = s.host
    where h.rule in ('', 'never an account') and h.domain <> '' and k.rule <> 'no address'
),

told as (
    select
        domain, account_id, known_on,
        case
            when never then 'never an account'
            when own then 'domain of the company'
            else 'further domain of the company'
        end as rule,
        case when never then 4 when own then 3 else 2 end as strength
    from named
    qualify row_number() over (partition by domain order by strength desc, known_on desc, account_id) = 1
)

select t.domain, t.account_id, t.rule, getvariable('source') as source, t.known_on
from told as t
left join alias_state as a on a.domain = t.domain
where
    a.domain is null
    or t.strength > a.strength
    or (t.strength = a.strength and t.account_id <> a.account_id and t.known_on >= a.known_on)
