-- name_parts: whose acts that name a contact by its id (`origin`) are, from a day until another. Whoever names an id
-- means whom it stands for when that becomes known: so acts that became known from acts_from until acts_until (not
-- included) are told apart, and stay theirs whomever the id means later. One that had no name yet waits for it.
with turns as (
    select
        *,
        count(*) filter (where address is not null)
            over (partition by origin order by since rows between unbounded preceding and 1 preceding) as part
    from name_periods
),

met as (
    select
        *, min(since) over (partition by origin, part) as acts_from,
        max(until) over (partition by origin, part) as acts_until
    from turns
)

select
    origin, acts_from, acts_until, person_id, person_key, address,
    case when since = acts_from then getvariable('ever') else since end as since,
    case when until = acts_until then getvariable('no_end') else until end as until
from met
