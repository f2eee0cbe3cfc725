-- reversals: one change of level of an account that scores made, from came_from to name (empty: no level), on `day`.
-- undone_on: the day on which its next change of level took it back to came_from, by scores too (null: it did not). What
-- sales says, and a stage that ends because of it, is no flapping.
with followed as (
    select
        transition_id,
        account_id,
        came_from,
        name,
        cause,
        day,
        lead(day) over (partition by account_id order by transition_id nulls last) as next_on,
        lead(name) over (partition by account_id order by transition_id nulls last) as next_name,
        lead(cause) over (partition by account_id order by transition_id nulls last) as next_cause
    from moves
    where kind = 'level'
)

select
    transition_id,
    account_id,
    came_from,
    name,
    day,
    case when next_name = came_from and next_cause = 'scores' then next_on end as undone_on
from followed
where cause = 'scores'
