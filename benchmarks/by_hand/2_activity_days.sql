-- Acts rolled up to person, code, asset (of content only), day and day of learning.
create or replace table activity_days_by_hand as
select
    account_id, person_id,
    case when code in (18, 23) and seconds >= 120 then 17 else code end::tinyint as code,
    case when code in (11, 12, 15, 24) then asset_id else 0 end as asset_id,
    day, known_on,
    sum(times)::integer as times,
    sum(times * seconds)::bigint as seconds
from activities
join codes using (shape_id)
where account_id > 0
group by all
having sum(times) <> 0;
