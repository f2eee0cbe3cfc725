-- downloads: one piece of content downloaded, as the website's content system exports it.
select
    touch_id as "Download ID",
    to_timestamp(epoch(done_on)::bigint + second_of_day + 400) as "Downloaded at",
    split_part(kind, '.', 2) as "Type",
    split_part(kind, '.', 2) || '/' || pick('topics', detail) as "Asset",
    email as "Email",
    to_timestamp(epoch(done_on)::bigint + second_of_day + 400 + delay)::date as "Synced on"
from all_touches
where kind like 'content.%' and epoch(done_on)::bigint + second_of_day + 400 + delay < epoch(last_day() + 1)
order by "Downloaded at", "Download ID"
