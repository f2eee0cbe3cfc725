-- stays: one stay of an account in a stage of the journey, or at a level (kind: stage, level; name: which), from the day
-- it came (since) to the day it went (until; null while it lasts). came_from, went_to: the stage or level before and after it
-- (empty: none); cause: why it came; transition_id: the change that began it, by which stays of an account are in order.
-- Formula: each change of stage (level) ends one stay and begins the next; changes that leave the stage as it was are
-- none. A level that was renamed is one, under its name of today. Censoring: a stay that lasts has no until; its length so
-- far is a least length.
with named as (
    select
        t.transition_id,
        t.account_id,
        t.from_stage,
        t.to_stage,
        coalesce(f.today, t.from_level) as from_level,
        coalesce(o.today, t.to_level) as to_level,
        t.cause,
        t.day
    from transitions as t
    left join level_names as f on f.name = t.from_level
    left join level_names as o on o.name = t.to_level
),

changes as (
    select transition_id, 'stage' as kind, account_id, from_stage as came_from, to_stage as name, cause, day
    from named
    where from_stage <> to_stage
    union all
    select transition_id, 'level' as kind, account_id, from_level as came_from, to_level as name, cause, day
    from named
    where from_level <> to_level
),

begun as (
    select
        transition_id,
        kind,
        account_id,
        name,
        came_from,
        cause,
        day as since,
        lead(day) over (partition by kind, account_id order by transition_id nulls last) as until,
        lead(name) over (partition by kind, account_id order by transition_id nulls last) as went_to
    from changes
)

select
    transition_id,
    kind,
    account_id,
    name,
    came_from,
    cause,
    since,
    until,
    coalesce(went_to, '') as went_to
from begun
where name <> ''
