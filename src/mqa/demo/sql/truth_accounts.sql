-- truth_accounts: one company as it really is, and what it really did: the measure for every score.
select
    c.company_id,
    'A' || lpad(c.company_id::varchar, 7, '0') as account,
    c.domain,
    c.in_crm,
    c.relationship,
    c.fit,
    c.interest,
    c.people,
    count(e.episode_id) filter (where e.looking) as episodes,
    count(e.opened_on) as opportunities,
    count(e.episode_id) filter (where e.looking and last_day() between e.starts_on and e.ends_on) > 0 as looking_at_end
from companies as c
left join episodes as e on e.company_id = c.company_id
group by all
order by c.company_id
