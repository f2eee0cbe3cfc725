-- actors: one distinct way in which rows of this file say who acted, and the first day it was known.
select
    actor,
    any_value(email) as email,
    any_value(person) as person,
    any_value(visitor) as visitor,
    any_value(account) as account,
    any_value(network) as network,
    any_value(nobody) as nobody,
    min(known_on) as known_on,
    count(*) as rows
from staged
where fate = 0
group by actor
