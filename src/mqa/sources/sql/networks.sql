-- networks: one network as the latest edition of its file has it, numbered in the order of addresses.
with held as (
    select *
    from network_ranges
    qualify edition = max(edition) over (partition by source, file)
)

select
    row_number() over (order by first_address, last_address, source, file, account, domain, organisation, country)
        as network_id,
    first_address, last_address, account, domain, organisation, country, source
from held
