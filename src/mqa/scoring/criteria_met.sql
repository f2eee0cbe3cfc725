-- criteria_met: one test of one account whose fact is known on a day, and whether it holds (1) or not (0).
-- No row: the fact is unknown, which is not false. Serves fit, segments and tiers. A fact with several values meets
-- what one of them meets; only those that may have several are grouped.
with tested as (
    select
        f.as_of,
        f.account_id,
        c.criterion,
        case
            when c.operator = 'any_of' and v.value is not null then 1
            when c.operator = 'between' and f.number_milli >= c.low and f.number_milli <= c.high then 1
            when c.operator = 'within' and f.value_on <= f.as_of and f.as_of - f.value_on < c.high then 1
            when c.operator = 'known' then 1
            else 0
        end as holds,
        f.hindsight,
        f.alone
    from known_facts as f
    inner join criteria as c on c.fact_number = f.fact_number
    left join criterion_values as v on v.criterion = c.criterion and v.value = f.value
    where (c.operator <> 'between' or f.number_milli is not null) and (c.operator <> 'within' or f.value_on is not null)
)

select as_of, account_id, criterion, holds, hindsight
from tested
where alone = 1
union all
select as_of, account_id, criterion, max(holds) as holds, max(hindsight) as hindsight
from tested
where coalesce(alone, 0) = 0
group by as_of, account_id, criterion
