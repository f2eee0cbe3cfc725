-- known_facts: one value of one fact of an account that holds on a day, for the facts the definition asks about.
-- Of a fact with one value the latest observed wins (then the latest learned); of a fact with several all hold
-- that have not ended. An account's own domain and its aliases are facts too.
with visible as (
    select
        d.as_of,
        f.account_id,
        u.fact_number,
        f.value,
        f.number_milli,
        f.value_on,
        f.hindsight,
        row_number() over (
            partition by d.as_of, f.account_id, u.fact_number
            order by f.observed_on desc nulls last, f.known_on desc nulls last, f.source nulls last, f.value nulls last
        ) as nth,
        f.several
    from days as d
    inner join facts as f on f.observed_on <= d.as_of and f.known_on <= d.known_at
    inner join used_facts as u on u.fact = f.fact
    where f.account_id > 0 and (f.ended_on is null or f.ended_on > d.as_of)
)

select as_of, account_id, fact_number, value, number_milli, value_on, hindsight
from visible
where nth = 1 or several = 1
union all
select a.as_of, a.account_id, u.fact_number, a.domain as value, null as number_milli, null as value_on, 0 as hindsight
from accounts_today as a
inner join used_facts as u on u.fact = 'domain'
union all
select d.as_of, s.account_id, u.fact_number, s.domain as value, null as number_milli, null as value_on, 0 as hindsight
from days as d
inner join aliases as s on s.known_on <= d.known_at
inner join used_facts as u on u.fact = 'domain'
where s.account_id > 0
