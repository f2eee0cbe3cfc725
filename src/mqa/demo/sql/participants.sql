-- participants: one person who takes part in an episode; who has a role of the committee comes before others.
with ranked as (
    select
        e.episode_id,
        e.company_id,
        e.participants,
        e.intensity,
        e.starts_on,
        e.length,
        p.person_id,
        row_number() over (
            partition by e.episode_id
            order by dice(p.person_id + e.episode_id, 'takes part') + case when p.role = '' then 1 else 0 end, p.person_id
        ) as place
    from episodes as e
    inner join people as p on p.company_id = e.company_id
    where e.looking and p.kind = 'person'
)

select episode_id, company_id, person_id, intensity, starts_on, length
from ranked
where place <= participants
