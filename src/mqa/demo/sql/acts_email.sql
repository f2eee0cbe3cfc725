-- acts_email: one thing that happened to one mail, as the e-mail tool exports it: deliver, bounce, open, click, reply,
-- unsubscribe. Opens and clicks often come several times.
with happened as (
    select
        m.*,
        r.event,
        unnest(range(0, 1 + floor(dice(m.mail_id, r.event || ' times') * r.most)::bigint)) as turn
    from mails as m
    inner join mail_rates as r on r.mail = m.mail
    where not m.bounced and dice(m.mail_id, r.event) < r.rate
),

every_event as (
    select mail_id, person_id, campaign, sent_on, email, case when bounced then 'bounce' else 'delivered' end as event, 0 as turn
    from mails
    union all
    select mail_id, person_id, campaign, sent_on, email, event, turn
    from happened
),

timed as (
    select
        *,
        epoch(sent_on)::bigint + 28800 + case when event in ('delivered', 'bounce') then floor(dice(mail_id, 'sent') * 900)
            else 1800 + floor(dice(mail_id, event || turn) * 32400) end::bigint as at_second
    from every_event
)

select
    mail_id || '-' || event || '-' || turn as message_event_id,
    to_timestamp(at_second) as "timestamp",
    to_timestamp(at_second + delay(dice(mail_id, event || ' delay'))) as synced_at,
    event,
    email as recipient,
    campaign,
    case when event = 'click' then 'https://www.halyard.example/page/' || pick('topics', dice(mail_id, 'link')) end as link
from timed
where at_second + delay(dice(mail_id, event || ' delay')) < epoch(last_day() + 1)
order by at_second, message_event_id
