-- named_abroad: named, where accounts are parted by country: one actor in a period in which they are of one country (null:
-- nobody tells of which), by the row's own word, else by the person's record. place: the domain whose account they are at, if
-- accounts of the domain are known by countries: in theirs (acme.com:DE) where something is told of it, else the whole.
with in_countries as (
    select distinct domain, split_part(domain, ':', 1) as bare
    from alias_periods
    where contains(domain, ':') and account_id is not null
),

bares as (select distinct bare from in_countries),

met as (
    select
        n.* exclude (country, place, since, until), coalesce(c.country, p.country) as country, h.domain,
        greatest(n.since, coalesce(p.since, n.since)) as since, least(n.until, coalesce(p.until, n.until)) as until
    from named as n
    left join said_countries as c on c.said = n.said
    left join person_countries as p
        on p.person_id = coalesce(key_number(n.person_key), n.own_id) and c.country is null
        and p.since < n.until and p.until > n.since
    left join hosts as h on h.host = n.host
)

select m.* exclude (domain), coalesce(k.domain, b.bare) as place
from met as m
left join in_countries as k on k.domain = m.domain || ':' || m.country
left join bares as b on b.bare = m.domain
