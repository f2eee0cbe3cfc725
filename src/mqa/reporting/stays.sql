-- stays: one stay of an account in a stage of the journey, or at a level (kind: stage, level; name: which), from the day
-- it came (since) to the day it went (until; null while it lasts). came_from, went_to: the stage or level before and after
-- it (empty: none); cause: why it came; transition_id: the change that began it, by which stays of an account are in order.
-- Formula: each change of stage (level) ends one stay and begins the next. Censoring: a stay that lasts has no until; its
-- length so far is a least length.
with begun as (
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
    from moves
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
