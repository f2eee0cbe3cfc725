-- mails: one mail delivered to one person of the chunk: the newsletter every four weeks to subscribers, a nurture mail
-- every three weeks to those in an episode. scanned: a machine opens and clicks it.
with newsletters as (
    select
        p.person_id * 1024 + n.issue as mail_id,
        p.person_id,
        'newsletter' as mail,
        'newsletter-' || lpad(n.issue::varchar, 3, '0') as campaign,
        n.sent_on
    from people as p
    cross join (
        select issue, first_day() + (5 + issue * 28)::int as sent_on
        from range(0, 1 + days_asked() // 28) as numbered (issue)
    ) as n
    where p.subscribed and awake(p.company_id) and p.company_id between getvariable('low') and getvariable('high')
        and n.issue <= dice(p.person_id, 'leaves the list') * 200
),

nurtures as (
    select
        person_id * 1024 + 256 + (episode_id % 1024) % 8 * 64 + week as mail_id,
        person_id,
        'nurture' as mail,
        'nurture-' || lpad(week::varchar, 2, '0') as campaign,
        starts_on + 6 + week::int * 21 as sent_on
    from (
        select *, unnest(range(0, least(63, length // 21)::bigint)) as week
        from participants
        where company_id between getvariable('low') and getvariable('high')
    )
)

select
    m.mail_id,
    m.person_id,
    case when p.kind = 'scanner' then 'scanned' else m.mail end as mail,
    m.campaign,
    workday(m.sent_on, 0) as sent_on,
    case when p.moved_on <= m.sent_on then p.new_email else p.email end as email,
    p.bounced or (p.moved_on is not null and p.moved_on <= m.sent_on and dice(p.person_id, 'told us') < 0.5) as bounced
from (select * from newsletters union all select * from nurtures) as m
inner join people as p on p.person_id = m.person_id
where workday(m.sent_on, 0) between first_day() and last_day()
order by sent_on, mail_id
