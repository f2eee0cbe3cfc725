-- company_aliases: one domain that a company's record leads to its account, or to that of its parent, where that is news at
-- its day (see contact_records). What a company of a country says of domains, it says of them in that country.
-- Mail providers and hosting never lead anywhere: their addresses are other people's.
with named as (
    select
        h.domain || coalesce(':' || k.country, '') as called, h.domain_id, k.account_id, called = k.domain as own,
        case when list_contains(getvariable('kept_out'), k.rule) then k.rule end as kept_out,
        case when own then s.known_on else s.domains_known_on end as known_on,
        s.dated or s.known_on <> s.domains_known_on as dated
    from (
        select row, known_on, domains_known_on, dated, unnest(list_append(hosts, host)) as host
        from staged
        where fate = 0
    ) as s
    inner join company_keys as k on k.row = s.row
    inner join hosts as h on h.host = s.host
    where (h.rule = '' or list_contains(getvariable('kept_out'), h.rule)) and h.domain <> '' and k.rule <> 'no address'
),

told as (
    select
        called as domain, domain_id, account_id, known_on,
        case
            when kept_out is not null then kept_out
            when own then 'domain of the company'
            else 'further domain of the company'
        end as rule,
        bool_or(dated) over (partition by called, known_on) as dated
    from named
    qualify row_number() over (partition by called, known_on order by kept_out nulls last, own desc, account_id) = 1
    union all
    select h.domain, h.domain_id, h.domain_id, s.known_on, 'domain of the parent', bool_or(s.dated)
    from staged as s
    inner join hosts as h on h.host = s.parent_host
    where s.fate = 0 and s.parent is null and h.rule = ''
    group by h.domain, h.domain_id, s.known_on
),

before as (
    select t.domain, t.rule, t.known_on, max(a.told_on) as latest
    from told as t
    inner join aliases as a
        on a.domain = t.domain and a.rule = t.rule and a.told_on <= t.known_on and a.source = getvariable('source')
    where not t.dated
    group by t.domain, t.rule, t.known_on
)

select
    t.domain, t.account_id, t.rule, getvariable('source') as source, t.known_on, cast(1 as bigint) as times,
    t.account_id as first_account, t.known_on as told_on, t.domain_id
from told as t
left join before as b on b.domain = t.domain and b.rule = t.rule and b.known_on = t.known_on
where not exists (
    select 1
    from aliases as a
    where
        a.domain = t.domain and a.rule = t.rule and a.source = getvariable('source')
        and a.told_on = case when t.dated then t.known_on else b.latest end
        and a.first_account = t.account_id
)
