-- new_families: what must be taken back or added so that each company that has a parent stands in its family by what was
-- known when: its parent, the topmost company, and the account that its rows belong to, or stand at too, because of it
-- (`unit_id`; 0: none). A link that closes a circle of parents stands with its rule, and leads nowhere.
with held as (
    select
        p.account_id, p.parent_id, p.top_id,
        case when getvariable('families') = 'roll up' then p.top_id else coalesce(m.family_id, 0) end as unit_id,
        'parent' as rule, p.since, p.until
    from family_periods as p
    left join family_members as m on m.account_id = p.account_id and m.since <= p.since and m.until >= p.until
    where p.top_id is not null
    union all
    select c.account_id, p.parent_id, c.account_id, 0, 'closes a circle', c.since, c.until
    from circles as c
    inner join parent_periods as p on p.account_id = c.account_id and p.since <= c.since and p.until >= c.until
),

changes as (
    select * exclude (since, until), since as known_on, 1 as times from held
    union all by name
    select * exclude (since, until), until as known_on, -1 as times from held where until < getvariable('no_end')
    union all by name
    select * replace (-times as times) from families
)

select * exclude (times), cast(sum(times) as bigint) as times
from changes
group by all
having sum(times) <> 0
