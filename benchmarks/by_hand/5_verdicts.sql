-- The answer to each of the 26 conditions, first side by side (e: enters, s: stays), then one row per answer worth
-- telling.
create or replace table visits as
select account_id, count(*) as visits
from (
    select account_id, person_id, day from recent
    where code in (1, 6, 7, 10, 17, 18, 23) and day > getvariable('as_of') - 60
    group by account_id, person_id, day
    having sum(times) > 0
)
group by account_id;

create or replace table downloads as
select account_id, count(*) filter (asset_id <> 0) as assets
from (
    select account_id, asset_id from recent
    where code in (11, 12, 15, 24) and day > getvariable('as_of') - 60
    group by account_id, asset_id
    having sum(times) > 0
)
group by account_id;

create or replace table other_counts as
select
    account_id,
    sum(times) filter (code in (13, 14)) as came,
    sum(times) filter (code in (16, 25, 26)) as answered_mails,
    sum(times) filter (code = 27) as delivered,
    sum(times) filter (code in (3, 4)) as raised
from recent
where code in (3, 4, 13, 14, 16, 25, 26, 27) and day > getvariable('as_of') - 60
group by account_id;

create or replace table askers as
select account_id, count(*) filter (person_id > 0) as asked
from (
    select account_id, person_id from recent where code = 3 and day > getvariable('as_of') - 30
    group by account_id, person_id having sum(times) > 0
)
group by account_id;

create or replace table surging as
select account_id, count(distinct topic) as topics
from (
    select account_id, topic, week, strength_milli, min(known_on) as known_on from intent
    group by account_id, topic, week, provider, strength_milli having sum(times) > 0
)
where topic in ('data security posture', 'data loss prevention', 'dora compliance', 'hipaa audit')
    and strength_milli >= 70_000 and known_on <= getvariable('as_of')
    and week > getvariable('as_of') - 21 and week <= getvariable('as_of')
group by account_id;

create or replace table answers as
with seen as (
    select
        s.account_id, s.segment, s.state, s.grade_rank, s.engagement, s.product,
        case s.tier when 1 then 8 when 2 then 10 else 12 end * 100_000 as bar,
        u.committee, u.buyers, u.covered * 250_000 as covered, u.departments, g.topics,
        v.visits, d.assets, a.asked,
        case when c.came > 0 then c.came end as came,
        case when c.raised > 0 then c.raised end as raised,
        case when c.answered_mails > 0 and c.delivered >= 5 then c.answered_mails * 1_000_000 // c.delivered end as mails
    from scores_by_hand as s
    left join sums as u using (account_id)
    left join surging as g using (account_id)
    left join visits as v using (account_id)
    left join downloads as d using (account_id)
    left join askers as a using (account_id)
    left join other_counts as c using (account_id)
),

simple as (
    select
        *,
        (grade_rank in (1, 2))::int as good, (grade_rank in (1, 2, 3))::int as acceptable,
        (engagement > 0 and engagement >= 30 * bar)::int as e_warm,
        (engagement > 0 and engagement >= 30 * bar * 3 // 4)::int as s_warm,
        (engagement >= 60 * bar)::int as e_engaged, (engagement >= 60 * bar * 3 // 4)::int as s_engaged,
        (engagement >= 80 * bar)::int as e_very, (engagement >= 80 * bar * 3 // 4)::int as s_very,
        coalesce(committee >= 3, false)::int as three, coalesce(buyers >= 1, false)::int as buyer,
        coalesce(covered >= 500_000, false)::int as half, coalesce(departments >= 2, false)::int as two_departments,
        coalesce(topics >= 2, false)::int as in_market,
        (product >= 60_000_000)::int as e_heavy, (product >= 45_000_000)::int as s_heavy,
        coalesce(visits >= 10, false)::int as ten_visits, coalesce(assets >= 2, false)::int as two_downloads,
        (came is not null)::int as came_once, coalesce(mails >= 300_001, false)::int as mailing,
        (raised is not null)::int as raised_once, coalesce(asked >= 2, false)::int as two_asked
    from seen
),

first as (
    select
        *,
        ten_visits + two_downloads + came_once + mailing + raised_once as of_five,
        (ten_visits + two_downloads + came_once + mailing + raised_once >= 3)::int as three_of_five,
        (segment <> 1 or in_market = 1)::int as gate,
        acceptable + e_warm as e_warming_parts, acceptable + s_warm as s_warming_parts,
        good + two_asked as act_parts, (good + two_asked = 2)::int as act_now,
        acceptable + e_heavy as e_pqa_parts, acceptable + s_heavy as s_pqa_parts
    from simple
),

second as (
    select
        *,
        good + e_engaged + three + three_of_five + gate as e_committee_parts,
        good + s_engaged + three + three_of_five + gate as s_committee_parts
    from first
),

third as (
    select
        *,
        (e_committee_parts = 5)::int + act_now as e_mqa_parts, (s_committee_parts = 5)::int + act_now as s_mqa_parts,
        (e_committee_parts = 5)::int + e_very + buyer + half + two_departments as e_by_committee_parts,
        (s_committee_parts = 5)::int + s_very + buyer + half + two_departments as s_by_committee_parts
    from second
)

select
    *,
    act_now + (e_by_committee_parts = 5)::int as e_priority_parts,
    act_now + (s_by_committee_parts = 5)::int as s_priority_parts
from third;

-- Conditions go by their number in alphabetical order.
create or replace table verdicts_by_hand as
select account_id, 8 as condition, good::bigint as seen, 1::bigint as needed_to_enter, 1::bigint as needed_to_stay,
    good as enters, good as stays from answers where good = 1 union all
select account_id, 1, 1, 1, 1, 1, 1 from answers where acceptable = 1 union all
select account_id, 25, engagement, 30 * bar, 30 * bar * 3 // 4, e_warm, s_warm from answers where engagement > 0 union all
select account_id, 6, engagement, 60 * bar, 60 * bar * 3 // 4, e_engaged, s_engaged from answers where engagement > 0
union all
select account_id, 24, engagement, 80 * bar, 80 * bar * 3 // 4, e_very, s_very from answers where engagement > 0 union all
select account_id, 20, committee, 3, 3, three, three from answers where committee > 0 union all
select account_id, 3, buyers, 1, 1, 1, 1 from answers where buyers > 0 union all
select account_id, 9, covered, 500_000, 500_000, half, half from answers where covered > 0 union all
select account_id, 21, departments, 2, 2, two_departments, two_departments from answers where departments > 0 union all
select account_id, 11, topics, 2, 2, in_market, in_market from answers where topics > 0 union all
select account_id, 10, product, 60_000_000, 45_000_000, e_heavy, s_heavy from answers where product > 0 union all
select account_id, 18, visits, 10, 10, ten_visits, ten_visits from answers where visits is not null union all
select account_id, 22, assets, 2, 2, two_downloads, two_downloads from answers where assets is not null union all
select account_id, 4, came, 1, 1, 1, 1 from answers where came is not null union all
select account_id, 7, mails, 300_001, 300_001, mailing, mailing from answers where mails is not null union all
select account_id, 17, raised, 1, 1, 1, 1 from answers where raised is not null union all
select account_id, 23, asked, 2, 2, two_asked, two_asked from answers where asked is not null union all
select account_id, 19, of_five, 3, 3, three_of_five, three_of_five from answers where of_five > 0 union all
select account_id, 26, e_warming_parts, 2, 2, (e_warming_parts = 2)::int, (s_warming_parts = 2)::int from answers where s_warming_parts > 0 union all
select account_id, 12, (segment = 1)::int, (segment = 1)::int, (segment = 1)::int, 1, 1 from answers where gate = 1
union all
select account_id, 5, e_committee_parts, 5, 5, (e_committee_parts = 5)::int, (s_committee_parts = 5)::int from answers
where s_committee_parts > 0
union all
select account_id, 2, act_parts, 2, 2, act_now, act_now from answers where act_parts > 0 union all
select account_id, 13, e_mqa_parts, 1, 1, (e_mqa_parts > 0)::int, 1 from answers where s_mqa_parts > 0 union all
select account_id, 14, e_pqa_parts, 2, 2, (e_pqa_parts = 2)::int, (s_pqa_parts = 2)::int from answers
where s_pqa_parts > 0 union all
select account_id, 15, e_priority_parts, 1, 1, (e_priority_parts > 0)::int, 1 from answers where s_priority_parts > 0
union all
select account_id, 16, e_by_committee_parts, 5, 5, (e_by_committee_parts = 5)::int, (s_by_committee_parts = 5)::int
from answers where s_by_committee_parts > 0;
