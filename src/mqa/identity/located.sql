-- located: one IPv4 address of a visit that a network has: address, network_id (the narrowest, see
-- `identity/network_pieces.sql`). An address that no network has is left out.
select
    a.address,
    p.network_id
from addresses as a
inner join network_pieces as p
    on p.block = cast(a.address // 4096 as bigint) and p.first_address <= a.address and a.address <= p.last_address
