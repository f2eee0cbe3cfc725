-- network_pieces: one stretch of IPv4 addresses that one network is the narrowest to have: block (of 4,096 addresses),
-- first_address, last_address, network_id.
-- Networks may overlap. The narrowest wins; of equally narrow ones the one that was named first (the lower number).
-- Addresses are cut wherever a network begins or ends, and at every block, so that an address and its piece are in one
-- block and can be joined by it (`identity/located.sql`).
with edges as (
    select n.first_address as address from networks as n
    union distinct
    select n.last_address + 1 as address from networks as n
    union distinct
    select b.address from blocks as b
),

stretches as (
    select
        address as first_address,
        lead(address) over (order by address nulls last) - 1 as last_address
    from edges
),

claims as (
    select
        s.first_address,
        s.last_address,
        n.network_id,
        row_number() over (
            partition by s.first_address
            order by n.last_address - n.first_address nulls last, n.network_id nulls last
        ) as place
    from stretches as s
    inner join networks as n on n.first_address <= s.first_address and s.first_address <= n.last_address
)

select
    cast(first_address // 4096 as bigint) as block,
    first_address,
    last_address,
    network_id
from claims
where place = 1
