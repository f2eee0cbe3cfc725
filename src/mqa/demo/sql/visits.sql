-- visits: one stay of one person on Halyard's website on one day, of the companies of one chunk, in order of time.
-- phase: none, or the stage of the episode it belongs to. email and domain are what the website knows (a nameless
-- visitor has no email, and a domain only where the network gives the company away); known_email is the truth.
-- starts_at: seconds since 1970. delay: seconds until the warehouse of the website received it.
with background as (
    select
        person_id,
        company_id,
        'none' as phase,
        person_id * 4096 + unnest(range(0, least(2047, how_many(
            visits_of_anybody() * getvariable('noise') * share_of_year(), dice(person_id, 'background')
        )))) as visit_id
    from people
    where company_id between getvariable('low') and getvariable('high') and kind = 'person' and awake(company_id)
),

intended as (
    select
        person_id,
        company_id,
        starts_on,
        length,
        person_id * 4096 + 2048 + (episode_id % 1024) % 8 * 256 + unnest(range(0, 2 + least(250, how_many(
            visits_of_participant() * intensity, dice(person_id + episode_id, 'visits')
        )))) as visit_id
    from participants
    where company_id between getvariable('low') and getvariable('high')
),

placed as (
    select *, pow(dice(visit_id, 'when'), 0.65) as progress
    from intended
),

dated as (
    select person_id, company_id, phase, visit_id, some_day(dice(visit_id, 'when')) as on_day
    from background
    union all
    select
        person_id,
        company_id,
        case when progress < 0.35 then 'awareness' when progress < 0.7 then 'consideration' else 'decision' end as phase,
        visit_id,
        starts_on + floor(progress * length)::int as on_day
    from placed
),

timed as (
    select *, workday(on_day, dice(visit_id, 'weekend')) as visited_on
    from dated
),

known as (
    select
        t.visit_id,
        t.person_id,
        t.company_id,
        t.phase,
        t.visited_on,
        moment(t.visited_on, dice(t.visit_id, 'hour')) as starts_at,
        case when p.moved_on <= t.visited_on then p.new_email else p.email end as known_email,
        c.domain,
        dice(t.visit_id, 'crawler') < crawler_rate() and t.phase = 'none' as crawler,
        dice(t.visit_id, 'nameless')
        < case when t.phase = 'none' then nameless_rate() else nameless_rate_in_episode() end as nameless
    from timed as t
    inner join people as p on p.person_id = t.person_id
    inner join companies as c on c.company_id = t.company_id
    where t.visited_on between first_day() and last_day()
        and (p.moved_on is null or p.moved_on > t.visited_on or t.phase = 'none')
)

select
    visit_id,
    person_id,
    company_id,
    phase,
    visited_on,
    starts_at,
    known_email,
    crawler,
    case when nameless or crawler then null else known_email end as email,
    case when nameless and not crawler and dice(visit_id, 'network') < network_known_rate() then domain end as domain,
    case
        when crawler then 'crawler-' || visit_id % 9
        else 'a' || lower(to_hex(hash(person_id, getvariable('seed'), (visited_on - date '2000-01-01') // 60)))
    end as visitor,
    case when crawler then 120 else 1 + least(120, how_many(views_of_visit() - 1, dice(visit_id, 'views'))) end
    + (dice(visit_id, 'repeated') < repeated_rate() * views_of_visit())::int as views,
    dice(visit_id, 'repeated') < repeated_rate() * views_of_visit() as repeated,
    case phase
        when 'none' then pick('pages_of_none', dice(visit_id, 'page'))
        when 'awareness' then pick('pages_of_awareness', dice(visit_id, 'page'))
        when 'consideration' then pick('pages_of_consideration', dice(visit_id, 'page'))
        else pick('pages_of_decision', dice(visit_id, 'page'))
    end as focus,
    pick('topics', dice(visit_id, 'topic')) as topic,
    pick('sources', dice(visit_id, 'source')) as source,
    nullif(pick('campaigns', dice(visit_id, 'campaign')), '') as campaign,
    delay(dice(visit_id, 'delay')) as delay
from known
order by starts_at, visit_id
