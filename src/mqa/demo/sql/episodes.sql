-- episodes: one stretch of 180 days of one company: did it look for what Halyard sells (an episode), and did an
-- opportunity come of it? The truth that scores are measured against.
-- starts_on .. ends_on with the days its stages began, intensity 0 to 1, participants (people), breadth 0 to 1: NULL or
-- 0 without an episode. probability: of an opportunity, by the planted logistic model. opened_on: NULL without one.
with stretches as (
    select
        company_id,
        fit,
        interest,
        people,
        employees,
        currency,
        unnest(range(0, ceil(days_asked() / slot_days()::double)::bigint + 1)) as stretch
    from companies
),

dated as (
    select
        *,
        company_id * 1024 + stretch as episode_id,
        last_day() - (slot_days() * (stretch + 1) - 1)::int as first_of_stretch
    from stretches
),

drawn as (
    select
        *,
        awake(company_id) and dice(episode_id, 'episode')
        < logistic(episode_base() + episode_by_fit() * fit + episode_by_interest() * interest) as looking,
        first_of_stretch + floor(dice(episode_id, 'starts') * slot_days())::int as starts,
        shortest_episode() + floor(dice(episode_id, 'length') * (longest_episode() - shortest_episode()))::int as length,
        0.2 + 0.8 * dice(episode_id, 'intensity') as strength,
        least(people, 2 + floor(dice(episode_id, 'participants') * most_participants()))::bigint as joining
    from dated
),

weighed as (
    select
        *,
        case when looking then strength else 0 end as intensity,
        case when looking then joining else 0 end as participants,
        case when looking then least(1, joining / 6.0) else 0 end as breadth
    from drawn
),

judged as (
    select
        *,
        logistic(
            opportunity_base() + opportunity_by_fit() * fit + opportunity_by_intensity() * intensity
            + opportunity_by_breadth() * breadth
        ) as probability,
        case
            when looking then starts + floor(length * (0.75 + 0.4 * dice(episode_id, 'opens')))::int
            else first_of_stretch + floor(dice(episode_id, 'opens') * slot_days())::int
        end as would_open
    from weighed
),

opened as (
    select
        *,
        dice(episode_id, 'opportunity') < probability as becomes,
        would_open + 30 + floor(dice(episode_id, 'closes') * 120)::int as would_close
    from judged
)

select
    episode_id,
    company_id,
    looking,
    case when looking then starts end as starts_on,
    case when looking then starts + floor(length * 0.35)::int end as consideration_on,
    case when looking then starts + floor(length * 0.70)::int end as decision_on,
    case when looking then starts + length end as ends_on,
    length,
    intensity,
    participants,
    breadth,
    probability,
    case when becomes then would_open end as opened_on,
    case
        when not becomes then null
        when dice(episode_id, 'closing') < won_rate() then 'won'
        when dice(episode_id, 'closing') < won_rate() + lost_rate() then 'lost'
    end as closing,
    case when becomes and dice(episode_id, 'closing') < won_rate() + lost_rate() then would_close end as closed_on,
    round(9000 * pow(employees, 0.35) * exp(0.5 * bell(episode_id, 'amount')), -2)::bigint as amount,
    currency
from opened
where first_of_stretch + slot_days()::int + longest_episode()::int >= first_day()
