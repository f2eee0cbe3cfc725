-- company_keys: one staged company, its natural key, and the account it is (0: none).
-- Mail providers and hosts are no company's domain: the company is known by its id then.
-- The key is its own registrable domain, else the first of its further ones, else its id at the source. Where accounts are
-- parted by country, the domain has its country: acme.com:DE.
with further as (
    select u.row, arg_min(h.domain, u.position) as domain
    from (
        select row, unnest(hosts) as host, generate_subscripts(hosts, 1) as position
        from staged
        where fate = 0
    ) as u
    inner join hosts as h on h.host = u.host
    where h.rule = ''
    group by u.row
),

keyed as (
    select
        s.row, s.id, s.name, s.owner, s.known_on, s.dated,
        case when list_contains(getvariable('kept_out'), own.rule) then own.rule when s.nobody then 'never an account' end
            as kept_out,
        coalesce(
            case when own.rule = '' or list_contains(getvariable('kept_out'), own.rule) then own.domain end, f.domain, ''
        ) as bare, c.code as country,
        case when bare <> '' and c.code is not null then bare || ':' || c.code else bare end as domain,
        getvariable('source') || ':' || s.id as own_id
    from staged as s
    left join hosts as own on own.host = s.host
    left join further as f on f.row = s.row
    left join country_words as c on c.name = s.country
    where s.fate = 0
)

select
    row, id, name, owner, known_on, dated, domain, country,
    coalesce(nullif(domain, ''), own_id, '') as key,
    case
        when kept_out is not null or (domain = '' and id is null) then 0
        else key_number(coalesce(nullif(domain, ''), own_id))
    end as account_id,
    case
        when kept_out is not null then kept_out
        when domain <> '' then 'domain of the company'
        when id is not null then 'id of the company'
        else 'no address'
    end as rule
from keyed
