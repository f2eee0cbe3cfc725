-- The committee in numbers; whom mail does not reach, and whom sales should contact.
create or replace table committee_by_hand as
select
    s.account_id, s.engaged, s.known, 4 as required, coalesce(roles_engaged, 0) as covered,
    4 - coalesce(roles_engaged, 0) as gaps, s.points, coalesce(roles_engaged, 0) * 250_000 as coverage,
    case
        when together <= 0 then null
        when together < 1_000_000_000_000 then (most * 1_000_000 // together)::bigint
        else (most // (together // 1_000_000))::bigint
    end as concentration,
    case when s.known > 0 then s.engaged * 1_000_000 // s.known end as contact_ratio
from scores_by_hand as s
left join sums using (account_id);

insert into eligible_by_hand
select s.segment, s.tier, s.engaged, s.points, coalesce(c.contact_ratio, 0)
from scores_by_hand as s
join committee_by_hand as c using (account_id)
where s.state in ('graded', 'unknown');

create or replace table unreachable_by_hand as
select account_id, person_id, case when max(code) = 28 then 'bounced' else 'unsubscribed' end as reach
from (
    select account_id, person_id, code from activity_days_by_hand
    where code in (2, 28) and person_id > 0 and day <= getvariable('as_of') and known_on <= getvariable('as_of')
    group by account_id, person_id, code
    having sum(times) > 0
)
group by account_id, person_id;

create or replace table contacts_by_hand as
select
    p.account_id, p.person_id,
    row_number() over (
        partition by p.account_id
        order by reach is not distinct from 'bounced', role = 0, gains - penalties desc, seen_age, p.person_id
    ) as rank,
    role, gains - penalties as points, seen_age, engaged, mql, coalesce(reach, 'mail') as reach
from person_scores_by_hand as p
left join unreachable_by_hand as u on u.account_id = p.account_id and u.person_id = p.person_id
where member and gains > penalties and seen_age is not null;

create or replace table aqls_by_hand as
select c.account_id, c.person_id, c.rank, s.level, c.role, c.points, c.seen_age, c.engaged, c.mql, c.reach
from contacts_by_hand as c
join standings_by_hand as s using (account_id)
where s.level >= 3;
