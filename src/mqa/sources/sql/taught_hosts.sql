-- taught_hosts: one host of a person whom earlier loads knew, whose domain leads elsewhere since this load.
with hosts_known as (
    select distinct split_part(person_key, '@', -1) as host from members where person_key like '%@%'
),

endings as (
    select host, array_to_string(string_split(host, '.')[u.position:], '.') as domain
    from hosts_known
    cross join unnest(range(1, len(string_split(host, '.')) + 1)) as u (position)
)

select distinct e.host
from endings as e
inner join taught_domains as t on t.domain = e.domain
