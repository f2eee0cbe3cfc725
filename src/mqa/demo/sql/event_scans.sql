-- event_scans: one badge scanned at Halyard's stand; the list is brought home some days after the event.
select
    touch_id as "Scan ID",
    pick('events', dice(done_on, 'event')) as "Event",
    email as "Email",
    done_on as "Date",
    done_on + 2 + floor(detail * 6)::int as "Uploaded on"
from all_touches
where kind = 'event' and done_on >= first_day() and done_on + 2 + floor(detail * 6)::int <= last_day()
order by "Date", "Scan ID"
