-- actors: one distinct way in which rows of this file say who acted, and the first day it was known.
with distinct_actors as (
    select actor, string_split(actor, chr(31)) as parts, min(known_on) as known_on, count(*) as rows
    from staged
    where fate = 0 and row not in (select row from duplicates)
    group by actor
)

select
    actor,
    nullif(parts[1], '') as email,
    nullif(parts[2], '') as person,
    nullif(parts[3], '') as visitor,
    nullif(parts[4], '') as account,
    nullif(parts[5], '') as network,
    parts[6] = 'nobody' as nobody,
    known_on,
    rows
from distinct_actors
