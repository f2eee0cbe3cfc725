-- network_addresses: one owner of a network from which an address of this file comes, and how many addresses it has in
-- all: of its name, else of its domain, else of its account. What several of its networks hold, as told by two lists,
-- is counted once.
with found as (
    select distinct n.account, n.domain, n.organisation, n.country
    from networks as n
    where n.network_id in (select network_id from located)
),

held as (
    select
        owner, last_address,
        greatest(first_address, coalesce(max(last_address) over earlier + 1, first_address)) as first_address
    from (select *, coalesce(nullif(organisation, ''), nullif(domain, ''), account) as owner from networks)
    window earlier as (
        partition by owner order by first_address, last_address
        rows between unbounded preceding and 1 preceding
    )
),

owned as (
    select owner, cast(sum(greatest(last_address - first_address + 1, 0)) as bigint) as addresses
    from held
    group by owner
)

select f.account, f.domain, f.organisation, f.country, o.addresses
from found as f
inner join owned as o on o.owner = coalesce(nullif(f.organisation, ''), nullif(f.domain, ''), f.account)
