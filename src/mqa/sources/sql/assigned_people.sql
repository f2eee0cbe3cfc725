-- assigned_people: one person from a day until another (not included), and the account that a person says is theirs (0:
-- nobody's; null: wherever they are by themselves), or the buying unit of that. Who is known by an id and by an address is
-- one person.
with names as (
    select origin as one, person_id as other from name_periods where origin <> person_id
    union
    select person_id, origin from name_periods where origin <> person_id
),

others as (
    select distinct n.other as person_id, a.account_id, a.since, a.until
    from assigned as a
    inner join names as n on n.one = a.person_id
    where n.other not in (select person_id from assigned)
),

spans as (
    select person_id, day as since, lead(day) over (partition by person_id order by day) as until
    from (select person_id, since as day from others union select person_id, until from others)
),

all_assigned as (
    select person_id, account_id, since, until
    from assigned
    union all
    select
        s.person_id, arg_max(o.account_id, row(o.since, o.account_id)) filter (where o.account_id is not null) as account_id,
        s.since, s.until
    from spans as s
    inner join others as o on o.person_id = s.person_id and o.since <= s.since and o.until >= s.until
    group by s.person_id, s.since, s.until
)

select
    a.person_id, coalesce(u.leads_to, a.account_id) as account_id, greatest(a.since, coalesce(u.since, a.since)) as since,
    least(a.until, coalesce(u.until, a.until)) as until
from all_assigned as a
left join unit_periods as u on u.account_id = a.account_id and u.since < a.until and u.until > a.since
