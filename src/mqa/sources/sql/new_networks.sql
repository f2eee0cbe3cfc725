-- new_networks: one network of this file: its first and last IPv4 address, and whose it is: the id of an account at a
-- source, a domain, or the name of an organisation, each empty where the file does not say it. edition: how often the
-- file was loaded until then; the latest takes the place of all before. Networks of IPv6 addresses are left out.
select
    getvariable('source') as source, getvariable('file') as file, getvariable('edition') as edition,
    first_address, last_address, coalesce(account, '') as account, coalesce(host, '') as domain,
    coalesce(organisation, '') as organisation, coalesce(country, '') as country
from staged
where fate = 0 and first_address is not null
