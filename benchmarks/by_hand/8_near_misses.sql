-- Which levels an account nearly holds, and what it misses for them: nine tenths of what was needed are there. Of six
-- conditions only can so much be there without all of it; what they are parts of is nearly met where they close the gap.
create or replace table near_misses_by_hand as
with open as (
    select
        a.*,
        not e_warm and engagement * 10 >= 30 * bar * 9 as warm_near,
        not e_engaged and engagement * 10 >= 60 * bar * 9 as engaged_near,
        not e_very and engagement * 10 >= 80 * bar * 9 as very_near,
        not e_heavy and product >= 54_000_000 as heavy_near,
        coalesce(visits = 9, false) as visits_near,
        coalesce(mails between 270_001 and 300_000, false) as mailing_near
    from answers as a
    where state in ('graded', 'unknown')
        and not exists (from standings_by_hand as s where s.account_id = a.account_id)
),

closing as (
    select
        *,
        acceptable + e_warm = 1 and acceptable = 1 and warm_near as warming_near,
        acceptable = 1 and heavy_near as pqa_near,
        not three_of_five and visits_near::int + mailing_near::int > 0
            and of_five + visits_near::int + mailing_near::int >= 3 as of_five_near,
        e_committee_parts < 5 and (engaged_near or of_five_near)
            and e_committee_parts + engaged_near::int + of_five_near::int >= 5 as committee_near,
        e_mqa_parts = 0 and committee_near as mqa_near,
        e_priority_parts = 0 and (committee_near or very_near)
            and e_by_committee_parts + committee_near::int + very_near::int >= 5 as priority_near
    from open
    where warm_near or engaged_near or very_near or heavy_near or visits_near or mailing_near
)

select account_id, 2 as level, 25 as condition, engagement as seen, 30 * bar as needed_to_enter
from closing where warming_near
union all
select account_id, 3, 10, product, 60_000_000 from closing where pqa_near
union all
select account_id, level, 6, engagement, 60 * bar
from closing cross join (values (4), (5)) as l (level)
where engaged_near and committee_near and case level when 4 then mqa_near else priority_near end
union all
select account_id, 5, 24, engagement, 80 * bar from closing where very_near and priority_near
union all
select account_id, level, condition, case condition when 18 then visits else mails end,
    case condition when 18 then 10 else 300_001 end
from closing
cross join (values (4), (5)) as l (level)
cross join (values (18), (7)) as c (condition)
where of_five_near and committee_near and case condition when 18 then visits_near else mailing_near end
    and case level when 4 then mqa_near else priority_near end;
