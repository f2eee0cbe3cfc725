-- known_facts: one value of one fact of an account that holds on a day, for the facts the definition asks about.
-- Of a fact with one value what was observed last counts (of one day, what was learned last); of a fact with several,
-- what was last told of each value. A value told to have ended by the day does not hold. An account's own domain and
-- its aliases are facts too. Only facts told more than once are ranked: most are told once.
with visible as (
    select
        d.as_of, f.account_id, u.fact_number, f.value, f.number_milli, f.value_on, f.hindsight, f.several,
        f.observed_on, f.known_on, f.source, coalesce(f.ended_on, d.as_of + 1) as ended_on
    from days as d
    inner join facts as f on f.observed_on <= d.as_of and f.known_on <= d.known_at
    inner join used_facts as u on u.fact = f.fact
    where f.account_id > 0
),

told as (
    select as_of, account_id, fact_number, count(*) as times, max(several) as several, min(ended_on) as first_end
    from visible
    group by as_of, account_id, fact_number
),

ranked as (
    select
        v.as_of, v.account_id, v.fact_number, v.value, v.number_milli, v.value_on, v.hindsight, v.ended_on,
        row_number() over (
            partition by v.as_of, v.account_id, v.fact_number, case when v.several = 1 then v.value else '' end
            order by
                v.observed_on desc nulls last, v.known_on desc nulls last, v.source nulls last, v.value nulls last,
                v.ended_on nulls last, v.hindsight nulls last, v.number_milli nulls last, v.value_on nulls last
        ) as nth
    from visible as v
    inner join told as t on t.as_of = v.as_of and t.account_id = v.account_id and t.fact_number = v.fact_number
    where t.times > 1 and (t.several = 0 or t.first_end <= v.as_of)
)

select v.as_of, v.account_id, v.fact_number, v.value, v.number_milli, v.value_on, v.hindsight
from visible as v
inner join told as t on t.as_of = v.as_of and t.account_id = v.account_id and t.fact_number = v.fact_number
where v.ended_on > v.as_of and (t.times = 1 or (t.several = 1 and t.first_end > v.as_of))
union all
select as_of, account_id, fact_number, value, number_milli, value_on, hindsight
from ranked
where nth = 1 and ended_on > as_of
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
