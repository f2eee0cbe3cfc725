-- actors: one distinct way in which rows of this file say who acted, and the first day it was known.
-- said: what a row says of its account: 0 nothing, -1 that it is nobody's, else the number of the id it names, or of the
-- name of the company that it states, or (where it matters) of the country.
with distinct_actors as (
    select actor, string_split(actor, chr(31)) as parts, min(known_on) as known_on, count(*) as rows
    from staged
    where fate = 0 and row not in (select row from duplicates)
    group by actor
)

select
    row_number() over () as subject,
    a.actor,
    nullif(parts[1], '') as email,
    nullif(parts[2], '') as person,
    nullif(parts[3], '') as visitor,
    nullif(parts[5], '') as network,
    case
        when parts[6] = 'nobody' then -1
        when parts[4] <> '' then key_number(parts[4])
        when parts[7] <> '' then key_number('company' || chr(30) || parts[7])
        when c.code is not null then key_number('country' || chr(30) || c.code)
        else 0
    end as said,
    known_on,
    rows
from distinct_actors as a
left join country_words as c on c.name = a.parts[8]
