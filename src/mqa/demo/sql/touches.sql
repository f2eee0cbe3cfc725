-- touches: one thing done elsewhere because of a visit: a download, a webinar, an event, a form, a talk with sales.
-- The rates of each stage are rows of touch_rates. Nobody does these things namelessly.
select
    v.visit_id || '-' || replace(r.kind, '.', '-') as touch_id,
    v.person_id,
    v.company_id,
    v.known_email as email,
    r.kind,
    v.phase,
    case
        when r.kind = 'webinar' then date_trunc('week', v.visited_on)::date + 2
        when r.kind = 'event' then date_trunc('month', v.visited_on)::date + 14
        else v.visited_on
    end as done_on,
    v.starts_at % 86400 as second_of_day,
    dice(v.visit_id, r.kind || ' detail') as detail,
    delay(dice(v.visit_id, r.kind || ' delay')) as delay
from visits as v
inner join touch_rates as r on r.phase = v.phase
where not v.crawler and dice(v.visit_id, r.kind) < r.rate
order by done_on, touch_id
