-- assigned_people: one person from a day until another (not included), and the account that a person says is theirs (0:
-- nobody's; null: wherever they are by themselves). Who is known by an id and by an address is one person.
with names as (
    select origin as one, person_id as other from name_periods where origin <> person_id
    union
    select person_id, origin from name_periods where origin <> person_id
)

select person_id, account_id, since, until
from assigned
union all
select distinct n.other, a.account_id, a.since, a.until
from assigned as a
inner join names as n on n.one = a.person_id
where n.other not in (select person_id from assigned)
