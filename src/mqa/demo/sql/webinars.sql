-- webinars: one person registered for one webinar and came, or did not, as the webinar tool exports it.
select
    touch_id as "Registration ID",
    pick('webinars', dice(done_on, 'webinar')) as "Webinar",
    email as "Email",
    case when detail < 0.6 then 'attended' else 'missed' end as "Status",
    to_timestamp(epoch(done_on)::bigint + 50400) as "Starts at",
    case when detail < 0.6 then 10 + floor(detail * 80)::int end as "Minutes",
    done_on + 1 as "Exported on"
from all_touches
where kind = 'webinar' and done_on + 1 <= last_day() and done_on >= first_day()
order by "Starts at", "Registration ID"
