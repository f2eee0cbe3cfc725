-- One wide row per account: fit, grade, segment, tier; and the people known by name.
create or replace table firms as
with domains as (
    select account_id, max(domain) as domain from accounts
    where account_id > 0 and known_on <= getvariable('as_of') group by account_id having sum(times) > 0
),

listed as (
    select account_id, bool_or(list = 'competitors') as competitor, bool_or(list = 'named-accounts') as named
    from (
        select account_id, domain from domains
        union all
        select account_id, domain from aliases where known_on <= getvariable('as_of') group by all having sum(times) > 0
    )
    join lists using (domain)
    group by account_id
),

-- what was told of an account and taken back (it was merged) counts no more
facts_known as (select * from facts where known_on <= getvariable('as_of')),

taken as (select distinct account_id, fact from facts_known where times < 0),

facts_left_over as (
    select * exclude (known_on, times) from facts_known anti join taken using (account_id, fact)
    union all by name
    select * exclude (known_on, times)
    from facts_known semi join taken using (account_id, fact)
    group by all
    having sum(times) > 0
),

-- a fact with one value: the latest; of the sum, 1 is hindsight and the rest the answer
told as (
    select
        account_id,
        arg_max((value in ('us', 'ca', 'gb', 'ie', 'de', 'nl', 'se', 'no'))::bigint * 2 + hindsight, told_at)
            filter (fact = 'country') as market,
        arg_max(coalesce(number_milli, -1) * 2 + hindsight, told_at) filter (fact = 'employees') as employees,
        arg_max((value in ('partner', 'reseller', 'customer'))::bigint * 2 + hindsight, told_at)
            filter (fact = 'relationship') as relation,
        arg_max((value in ('banking', 'insurance', 'healthcare', 'energy'))::bigint * 2 + hindsight, told_at)
            filter (fact = 'industry') as regulated,
        arg_max(coalesce(value_on, -1) * 2 + hindsight, told_at) filter (fact = 'last_funding') as funded,
        max((value in ('snowflake', 'databricks', 'bigquery'))::bigint) filter (fact = 'technology') as warehouse,
        max((value in ('oldvault', 'gridlock'))::bigint) filter (fact = 'technology') as replaces,
        max((value in ('security engineer', 'privacy counsel'))::bigint) filter (fact = 'open_roles') as hiring,
        max(hindsight) filter (fact = 'technology') as tools_told_late,
        max(hindsight) filter (fact = 'open_roles') as roles_told_late
    from (
        select *, observed_on * 100_000 + told_on as told_at from facts_left_over
        where observed_on <= getvariable('as_of') and (ended_on is null or ended_on > getvariable('as_of'))
    )
    group by account_id
),

answered as (
    select
        d.account_id,
        market >= 2 as market,
        employees >= 200_000 * 2 as large_enough,
        coalesce(competitor, false) as competitor,
        relation >= 2 as partner,
        coalesce(competitor, false) or coalesce(relation >= 2, false) as excluded,
        coalesce(named, false) as named,
        regulated >= 2 as regulated,
        employees >= 1_000_000 * 2 and employees <= 10_000_000 * 2 + 1 as sweet_spot,
        employees >= 2_000_000 * 2 as enterprise,
        warehouse = 1 as warehouse,
        replaces = 1 as replaces,
        hiring = 1 as hiring,
        funded // 2 <= getvariable('as_of') and getvariable('as_of') - funded // 2 < 360 as funded,
        market % 2 as market_told_late,
        employees % 2 as employees_told_late,
        relation % 2 as relation_told_late,
        regulated % 2 as industry_told_late,
        funded % 2 as funding_told_late,
        tools_told_late,
        roles_told_late,
        greatest(
            coalesce(market % 2, 0), coalesce(employees % 2, 0), coalesce(relation % 2, 0), coalesce(regulated % 2, 0),
            coalesce(funded % 2, 0), coalesce(tools_told_late, 0), coalesce(roles_told_late, 0)
        ) as hindsight
    from domains as d
    left join listed as l using (account_id)
    left join (
        select * replace (
            case when employees >= 0 then employees end as employees, case when funded >= 0 then funded end as funded
        ) from told
    ) as t using (account_id)
),

scored as (
    select
        *,
        30_000_000 * coalesce(regulated, false)::bigint + 25_000_000 * coalesce(sweet_spot, false)::bigint
        + 20_000_000 * coalesce(warehouse, false)::bigint + 10_000_000 * coalesce(replaces, false)::bigint
        + 10_000_000 * coalesce(hiring, false)::bigint + 5_000_000 * coalesce(funded, false)::bigint as fit_score,
        30_000_000 * (regulated is not null)::bigint + 25_000_000 * (sweet_spot is not null)::bigint
        + 20_000_000 * (warehouse is not null)::bigint + 10_000_000 * (replaces is not null)::bigint
        + 10_000_000 * (hiring is not null)::bigint + 5_000_000 * (funded is not null)::bigint as known_points
    from answered
),

graded as (
    select
        *,
        case
            when excluded then 'excluded'
            when not market or not large_enough then 'outside'
            when market is null or large_enough is null or known_points < 40_000_000 then 'unknown'
            else 'graded'
        end as state,
        case
            when state <> 'graded' then 0
            when fit_score >= 75_000_000 then 1 when fit_score >= 55_000_000 then 2 when fit_score >= 35_000_000 then 3
            else 4
        end as grade_rank,
        case when enterprise and regulated then 1 when enterprise then 2 else 3 end as segment,
        case when named then 1 when grade_rank = 1 then 2 else 3 end as tier
    from scored
)

select
    *,
    case segment when 1 then 180_000 when 2 then 150_000 else 90_000 end as benchmark_milli,
    case segment when 1 then 5 when 2 then 4 else 3 end as benchmark_people
from graded;

-- One row per answer that is known, in the order of the file. Everybody has a domain.
create or replace table criteria_met_by_hand as
select account_id, 1::bigint as criterion, market::bigint as holds, market_told_late::bigint as hindsight
from firms where market is not null
union all
select account_id, 2, large_enough::bigint, employees_told_late from firms where large_enough is not null
union all
select account_id, 3, competitor::bigint, 0 from firms
union all
select account_id, 4, partner::bigint, relation_told_late from firms where partner is not null
union all
select account_id, 5, regulated::bigint, industry_told_late from firms where regulated is not null
union all
select account_id, 6, sweet_spot::bigint, employees_told_late from firms where sweet_spot is not null
union all
select account_id, 7, warehouse::bigint, tools_told_late from firms where warehouse is not null
union all
select account_id, 8, replaces::bigint, tools_told_late from firms where replaces is not null
union all
select account_id, 9, hiring::bigint, roles_told_late from firms where hiring is not null
union all
select account_id, 10, funded::bigint, funding_told_late from firms where funded is not null
union all
select account_id, 11, enterprise::bigint, employees_told_late from firms where enterprise is not null
union all
select account_id, 12, regulated::bigint, industry_told_late from firms where regulated is not null
union all
select account_id, 13, enterprise::bigint, employees_told_late from firms where enterprise is not null
union all
select account_id, 14, named::bigint, 0 from firms;

-- Of the people still there the title learned last (of one day's the later in the alphabet) and the role that somebody
-- set last, which wins. Where rows were taken back, what is left of each title counts: few people, so only for them.
create or replace table members_by_hand as
with told as (
    select account_id, person_id, p.title, p.role as set_role, title_number, class, t.role, p.told_on, times
    from people as p
    left join titles as t on t.title = coalesce(p.title, '') and t.set_role = coalesce(p.role, '')
    where account_id > 0 and person_id > 0 and p.known_on <= getvariable('as_of')
),

changed as (select distinct account_id, person_id from told where times < 0),

left_over as (
    select * from told anti join changed using (account_id, person_id)
    union all
    select
        account_id, person_id, title, set_role, title_number, class, role,
        max(told_on) filter (times > 0) as told_on, sum(times)::bigint as times
    from told semi join changed using (account_id, person_id)
    group by all
),

latest as (
    select
        account_id, person_id,
        max((told_on * 10_000_000 + title_number) * 1_000_000 + class) filter (times > 0 and title <> '') as titled,
        max((told_on * 10_000_000 + title_number) * 1_000_000 + role) filter (times > 0 and set_role <> '') as set_to
    from left_over
    group by account_id, person_id
    having sum(times) > 0
)

select
    account_id, person_id,
    coalesce(titled % 1_000_000, 0)::integer as titled_class,
    case when set_to % 1_000_000 > 0 then set_to % 1_000_000 else titled_class // 10_000 end * 10_000
        + titled_class % 10_000 as class
from latest;
