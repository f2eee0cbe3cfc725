-- moves: one change of stage or level of an account (kind: stage, level), from came_from to name (empty: none), on `day`,
-- and its cause. Levels are told by what they are called today, so a level that was renamed did not change; changes that
-- leave the stage (level) as it was are none.
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
)

select transition_id, 'stage' as kind, account_id, from_stage as came_from, to_stage as name, cause, day
from named
where from_stage <> to_stage
union all
select transition_id, 'level' as kind, account_id, from_level as came_from, to_level as name, cause, day
from named
where from_level <> to_level
