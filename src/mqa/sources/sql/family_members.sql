-- family_members: where families are scored as one too, one company of a family of several from a day until another (not
-- included), the account of the family, its natural key, and the topmost company.
with kin as (
    select account_id, top_id, since, until
    from family_periods
    where top_id is not null and getvariable('families') = 'both'
),

days as (
    select top_id, since as day from kin
    union
    select top_id, until from kin
),

spans as (
    select top_id, day as since, lead(day) over (partition by top_id order by day) as until
    from days
),

members as (
    select account_id, top_id, since, until from kin
    union all
    select distinct s.top_id, s.top_id, s.since, s.until
    from spans as s
    inner join kin as k on k.top_id = s.top_id and k.since <= s.since and k.until >= s.until
),

keys as (
    select account_id, min(key) as key
    from (
        select account_id, domain as key from accounts where domain <> '' and account_id in (select top_id from kin)
        union all
        select account_id, person_key from records where kind = 'company' and account_id in (select top_id from kin)
    )
    group by account_id
)

select
    m.account_id, key_number('family:' || k.key) as family_id, 'family:' || k.key as family_key, m.top_id, m.since, m.until
from members as m
inner join keys as k on k.account_id = m.top_id
