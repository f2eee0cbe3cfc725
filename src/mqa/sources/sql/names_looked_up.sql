-- names_looked_up: what a stated name means from today on, where that is news; and what it meant before, taken back.
with stood as (
    select said, name, country, city, outcome, account_id, rule, confidence, rival_id, rival_confidence
    from company_names
    where said in (select said from found)
    group by all
    having sum(times) > 0
),

changes as (
    select *, 1 as times from found
    union all
    select *, -1 from stood
)

select * exclude (times), getvariable('today') as known_on, cast(sum(times) as bigint) as times
from changes
group by all
having sum(times) <> 0
