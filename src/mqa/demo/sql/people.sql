-- people: one person who works at a company, could be met there, and the addresses they use.
-- role: the committee role that the title stands for (empty: none). moved_on: the day from which they work elsewhere,
-- with new_email there. kind: person, address (info@ and the like) or scanner (a machine that opens every mail).
with places as (
    select
        c.company_id,
        c.domain,
        c.alias_domain,
        c.modified_on,
        c.people,
        unnest(range(0, c.people + 2)) as place
    from companies as c
),

chosen as (
    select
        *,
        company_id * 64 + place as person_id,
        case when place < people then 'person' when place = people then 'address' else 'scanner' end as kind
    from places
    where place < people
        or (place = people and dice(company_id, 'role address') < role_address_rate())
        or (place = people + 1 and dice(company_id, 'scanner') < bot_rate())
),

named as (
    select
        *,
        pick('first_names', dice(person_id, 'first name')) as first_name,
        -- a prime stride: nobody at a company shares a last name, so no address is given twice
        getvariable('last_names')[1 + (floor(dice(company_id, 'last name') * 155)::bigint + place * 37) % 155] as last_name,
        pick('titles', dice(person_id, 'title')) as title_and_role,
        kind = 'person' and dice(person_id, 'freemail') < freemail_rate() as freemail,
        case when kind = 'person' and dice(person_id, 'moves') < job_change_rate() * share_of_year()
            then some_day(dice(person_id, 'moves on')) end as moved_on,
        1 + floor(dice(person_id, 'moves to') * accounts_asked())::bigint as moved_to
    from chosen
),

addressed as (
    select
        n.*,
        case when n.alias_domain is not null and dice(n.person_id, 'alias') < 0.2 then n.alias_domain else n.domain end
            as mail_domain,
        lower(n.first_name) as first_part,
        replace(lower(n.last_name), ' ', '') as last_part,
        t.domain as new_domain
    from named as n
    left join companies as t on t.company_id = n.moved_to and n.moved_on is not null and n.moved_to <> n.company_id
)

select
    person_id,
    company_id,
    kind,
    first_name,
    last_name,
    case when kind = 'person' then split_part(title_and_role, '@', 1) else '' end as title,
    case when kind = 'person' then split_part(title_and_role, '@', 2) else '' end as role,
    case
        when kind = 'address' then pick('role_names', dice(person_id, 'name')) || '@' || domain
        when kind = 'scanner' then 'mailscan@' || domain
        when freemail then first_part || '.' || last_part || company_id || '@' || pick('freemail', dice(person_id, 'mailbox'))
        when company_id % 4 = 0 then left(first_part, 1) || '.' || last_part || '@' || mail_domain
        else first_part || '.' || last_part || '@' || mail_domain
    end as email,
    case when new_domain is not null then moved_on end as moved_on,
    case when new_domain is not null then moved_to end as moved_to,
    -- no address of this form is given to those who were there before
    case when new_domain is not null then last_part || '.' || first_part || '@' || new_domain end as new_email,
    freemail,
    kind = 'person' and dice(person_id, 'bounces') < bounced_rate() as bounced,
    kind <> 'person' or dice(person_id, 'in crm') >= person_not_in_crm_rate() as in_crm,
    kind = 'scanner' or (kind = 'person' and dice(person_id, 'subscribed') < subscribed_rate()) as subscribed,
    case
        when dice(person_id, 'met') < 0.7 then first_day() - 1 - floor(dice(person_id, 'met on') * 600)::int
        else some_day(dice(person_id, 'met on'))
    end as created_on
from addressed
