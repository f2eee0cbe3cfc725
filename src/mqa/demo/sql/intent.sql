-- intent: research of one topic by one company in one week, as the vendor sees it (score 0-100): strong while an episode
-- runs, now and then a little otherwise. A week is named by its Monday and delivered on the Tuesday after it.
with weeks as (
    select
        e.company_id,
        e.episode_id,
        e.intensity,
        e.starts_on,
        e.length,
        unnest(range(0, (e.length // 7)::bigint)) as turn
    from episodes as e
    where e.looking and dice(e.episode_id, 'seen by the vendor') < intent_seen_rate()
),

strong as (
    select
        w.company_id,
        t.topic,
        date_trunc('week', w.starts_on + w.turn::int * 7)::date as week,
        least(100, 56 + w.intensity * 25 + 25.0 * w.turn * 7 / w.length + 12 * bell(w.episode_id * 64 + w.turn, t.topic))
            as strength
    from weeks as w
    cross join (select unnest(getvariable('wanted_topics')) as topic) as t
    where dice(w.episode_id, t.topic) < 0.75 and dice(w.episode_id * 64 + w.turn, t.topic || ' seen') < 0.8
),

weak as (
    select
        company_id,
        pick('intent_topics', dice(company_id * 256 + turn, 'intent topic')) as topic,
        date_trunc('week', some_day(dice(company_id * 256 + turn, 'intent week')))::date as week,
        10 + 68 * pow(dice(company_id * 256 + turn, 'intent strength'), 1.5) as strength
    from (
        select
            company_id,
            unnest(range(0, least(255, how_many(background_intent() * share_of_year(), dice(company_id, 'intent'))))) as turn
        from companies
    )
)

select
    c.domain,
    s.topic,
    s.week,
    greatest(0, max(round(s.strength)))::int as score,
    s.week + 8 as delivered_on
from (select * from strong union all select * from weak) as s
inner join companies as c on c.company_id = s.company_id
where s.week + 8 <= last_day() and s.week >= first_day()
group by c.domain, s.topic, s.week
order by s.week, c.domain, s.topic
