-- sales_activities: one talk of sales with one person, as the CRM exports it.
select
    touch_id as "Activity ID",
    split_part(kind, '.', 2) as "Type",
    email as "With",
    done_on as "Date",
    to_timestamp(epoch(done_on)::bigint + second_of_day + delay)::date as "Logged on"
from all_touches
where kind like 'sales.%' and epoch(done_on)::bigint + second_of_day + delay < epoch(last_day() + 1)
order by "Date", "Activity ID"
