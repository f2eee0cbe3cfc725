-- known_facts: one value of one fact of an account that holds on a day, for the facts the definition asks about.
-- Of a fact with one value what was observed last counts (of one day, what was told last); of a fact with several,
-- what was last told of each value. A value told to have ended by the day does not hold, nor does what was taken back.
-- An account's own domain and its aliases are facts too, and of one in a country (acme.com:DE) also the domain;
-- one that is known by an id alone has none. alone: 1 where the fact has no other value; only of facts of which nobody may
-- tell several values.
-- Most values (of facts with one: most facts) are told once or always alike: what such a group says are the greatest of
-- its columns, so only what is told differently or taken back is ranked.
with visible as (
    -- What has no end ends after all days: were it the day after as_of, it would be one with what ends then.
    select
        d.as_of, f.account_id, u.fact_number, f.value, f.number_milli, f.value_on, f.hindsight,
        f.several, case when f.several = 1 then f.value else '' end as one_of,
        f.observed_on, f.told_on, f.source, coalesce(f.ended_on, 2147483647) as ended_on, f.times
    from days as d
    inner join facts as f on f.observed_on <= d.as_of and f.known_on <= d.known_at
    inner join used_facts as u on u.fact = f.fact
    where f.account_id > 0
),

single as (
    select fact_number
    from visible
    group by fact_number
    having max(several) = 0
),

values_told as (
    select
        as_of, account_id, fact_number, one_of, max(value) as value, max(number_milli) as number_milli,
        max(value_on) as value_on, max(hindsight) as hindsight, max(ended_on) as ended_on,
        case
            when min(times) < 0 then 0
            when count(*) = 1 then 1
            when one_of = '' or max(number_milli) is not null or max(value_on) is not null then 0
            when min(hindsight) < max(hindsight) or min(ended_on) < max(ended_on) then 0
            else 1
        end as alike
    from visible
    group by as_of, account_id, fact_number, one_of
),

standing as (
    select
        v.as_of, v.account_id, v.fact_number, v.value, v.number_milli, v.value_on, v.hindsight, v.one_of,
        v.observed_on, v.told_on, v.source, v.ended_on
    from visible as v
    inner join values_told as t
        on t.as_of = v.as_of and t.account_id = v.account_id and t.fact_number = v.fact_number and t.one_of = v.one_of
    where t.alike = 0
    group by
        v.as_of, v.account_id, v.fact_number, v.value, v.number_milli, v.value_on, v.hindsight, v.one_of,
        v.observed_on, v.told_on, v.source, v.ended_on
    having sum(v.times) > 0
),

ranked as (
    select
        as_of, account_id, fact_number, value, number_milli, value_on, hindsight, ended_on,
        row_number() over (
            partition by as_of, account_id, fact_number, one_of
            order by
                observed_on desc nulls last, told_on desc nulls last, source nulls last, value nulls last,
                ended_on nulls last, hindsight nulls last, number_milli nulls last, value_on nulls last
        ) as nth
    from standing
)

select
    t.as_of, t.account_id, t.fact_number, t.value, t.number_milli, t.value_on, t.hindsight,
    case when s.fact_number is null then 0 else 1 end as alone
from values_told as t
left join single as s on s.fact_number = t.fact_number
where t.alike = 1 and t.ended_on > t.as_of
union all
select as_of, account_id, fact_number, value, number_milli, value_on, hindsight, 0 as alone
from ranked
where nth = 1 and ended_on > as_of
union all
select
    a.as_of, a.account_id, u.fact_number, lower(a.domain) as value, null as number_milli, null as value_on, 0 as hindsight,
    0 as alone
from accounts_today as a
inner join used_facts as u on u.fact = 'domain'
where a.domain <> ''
union all
select
    d.as_of, s.account_id, u.fact_number, lower(substring(s.domain, 1, length(s.domain) - c.cut)) as value,
    null as number_milli, null as value_on, 0 as hindsight, 0 as alone
from days as d
inner join aliases as s on s.known_on <= d.known_at
inner join used_facts as u on u.fact = 'domain'
cross join (select 0 as cut union all select 3 as cut) as c
where s.account_id > 0 and (c.cut = 0 or substring(s.domain, length(s.domain) - 2, 1) = ':')
group by d.as_of, s.account_id, u.fact_number, s.domain, c.cut
having sum(s.times) > 0
