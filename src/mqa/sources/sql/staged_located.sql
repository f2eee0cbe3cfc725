-- staged_located: the staged rows without any address. A row that says no more of its actor than an address is of the owner
-- of the network from which it came: of their domain, the id of an account, or the name of a company; or it is refused.
-- `network`: as `mqa.identity.networks` writes where a host would stand. Where it matters of which country a row is, and the
-- row does not say it, it is of the network's.
with parts as (
    select *, string_split(actor, chr(31)) as parts
    from staged
)

select
    p.* exclude (parts, actor, company, address),
    case
        when p.address is null then p.actor
        else concat_ws(
            chr(31), p.parts[1], p.parts[2], p.parts[3], coalesce(o.account, ''),
            coalesce('refused:' || nullif(a.refused, ''), o.network, 'refused:unknown network'), p.parts[6],
            coalesce(o.company, ''), coalesce(nullif(p.parts[8], ''), o.country, p.parts[8])
        )
    end as actor,
    case when p.address is null then p.company else nullif(o.company, '') end as company
from parts as p
left join addresses_written as a on a.written = p.address
left join located as l on l.address = a.address
left join network_owners as o on o.network_id = l.network_id
