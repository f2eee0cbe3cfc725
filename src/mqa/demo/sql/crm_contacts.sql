-- crm_contacts: one contact record as the CRM exports it. Those who changed jobs come a second time, at the new company,
-- some weeks later; freemail contacts often name no account.
with recorded as (
    select
        p.person_id,
        0 as copy,
        p.company_id,
        p.email,
        p.created_on
    from people as p
    where p.in_crm
    union all
    select
        person_id,
        1 as copy,
        moved_to as company_id,
        new_email as email,
        moved_on + 3 + floor(dice(person_id, 'learned') * 40)::int as created_on
    from people
    where in_crm and moved_on is not null
)

select
    'C' || lpad((r.person_id * 2 + r.copy)::varchar, 9, '0') as "Contact ID",
    case
        when dice(r.person_id, 'address as written') < messy_rate() then ' ' || upper(r.email)
        when dice(r.person_id, 'address as written') < 1.2 * messy_rate() then null
        else r.email
    end as "Email",
    case when p.kind = 'person' then p.first_name || ' ' || p.last_name end as "Full name",
    case
        when dice(r.person_id, 'title gap') < no_title_rate() then null
        when dice(r.person_id, 'title gap') < no_title_rate() + 0.05 then upper(p.title)
        else nullif(p.title, '')
    end as "Title",
    case when c.in_crm and not (p.freemail and dice(r.person_id, 'account gap') < 0.5)
        then 'A' || lpad(r.company_id::varchar, 7, '0') end as "Account ID",
    case when p.bounced then 'bounced' else 'ok' end as "Email status",
    case when p.kind = 'scanner' then 'true' else 'false' end as "Bot",
    case when dice(r.person_id, 'deleted') < 0.01 then 'true' else 'false' end as "Deleted",
    r.created_on as "Created"
from recorded as r
inner join people as p on p.person_id = r.person_id
inner join companies as c on c.company_id = r.company_id
where r.created_on <= last_day()
order by r.person_id, r.copy
