-- Points of each person and signal, then of each person; person 0: all nameless visitors of an account.
create or replace table person_signals_by_hand as
with days as (
    select
        account_id, greatest(person_id, 0) as person_id, code, (getvariable('as_of') - day)::tinyint as age,
        sum(times)::integer as times
    from recent
    where code <= 22
    group by all
    having sum(times) > 0
)

select
    d.account_id, d.person_id, d.code,
    sum(least(d.times, w.per_day) * w.points)::bigint as points,
    min(d.age) as last_age,
    max(coalesce(m.class, -1)) as class
from days as d
semi join firms as f on f.account_id = d.account_id
left join members_by_hand as m on m.account_id = d.account_id and m.person_id = d.person_id
join worth_by_hand as w
    on w.key = (d.code::integer * 8 + case when d.person_id = 0 then -1 else coalesce(m.class // 10_000, 0) end + 1) * 128 + d.age
group by d.account_id, d.person_id, d.code;

-- A class of -1: not known by name, or no longer with the account.
create or replace table person_scores_by_hand as
select
    account_id, person_id, max(p.class) >= 0 as member, greatest(max(p.class), 0) as class,
    greatest(max(p.class), 0) // 10_000 as role,
    coalesce(sum(points) filter (code between 3 and 18), 0)::bigint as gains,
    coalesce(-sum(points) filter (code <= 2), 0)::bigint as penalties,
    coalesce(sum(points) filter (code > 18), 0)::bigint as product,
    (person_id > 0 and gains - penalties >= 5_000_000)::bigint as engaged,
    min(last_age) filter (code > 2) as seen_age,
    min(last_age) filter (code between 3 and 18 and points > 0) as points_age,
    (person_id > 0 and gains - penalties >= 50_000_000 and role in (1, 2, 3))::bigint as mql
from person_signals_by_hand as p
group by account_id, person_id;
