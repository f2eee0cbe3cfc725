-- network_addresses: one owner of a network from which an address of this file comes, and how many addresses it has in
-- all: of its name, else of its domain, else of its account.
with found as (
    select distinct n.account, n.domain, n.organisation, n.country
    from networks as n
    where n.network_id in (select network_id from located)
),

owned as (
    select
        coalesce(nullif(organisation, ''), nullif(domain, ''), account) as owner,
        cast(sum(last_address - first_address + 1) as bigint) as addresses
    from networks
    group by owner
)

select f.account, f.domain, f.organisation, f.country, o.addresses
from found as f
inner join owned as o on o.owner = coalesce(nullif(f.organisation, ''), nullif(f.domain, ''), f.account)
