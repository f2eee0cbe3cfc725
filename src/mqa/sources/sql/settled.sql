-- settled: resolved, and what people said of accounts and persons, and the buying unit, beats it: one subject from a day
-- until another (not included), the account they are by what was known then (0: none), and the rule that says so. sure:
-- whether a nameless visitor is there by a rule that is sure.
with said as (
    select
        r.* exclude (account_id, rule, since, until),
        coalesce(a.account_id, l.leads_to, r.account_id) as account_id,
        case when a.account_id is null then r.rule else 'set by a person' end as rule,
        greatest(r.since, coalesce(a.since, r.since), coalesce(l.since, r.since)) as since,
        least(r.until, coalesce(a.until, r.until), coalesce(l.until, r.until)) as until
    from resolved as r
    left join assigned_people as a on a.person_id = r.person_id and a.since < r.until and a.until > r.since
    left join unit_periods as l
        on l.account_id = r.account_id
        and l.since < least(r.until, coalesce(a.until, r.until)) and l.until > greatest(r.since, coalesce(a.since, r.since))
),

held as (
    select *, person_id < 0 and list_contains(getvariable('sure_rules'), rule) as sure
    from said
    where until > known_on
),

changing as (select subject from held group by subject having count(*) > 1)

select *, false as moves
from held
where subject not in (select subject from changing)
union all
select
    *,
    account_id <> lag(account_id, 1, account_id) over in_turn or person_id <> lag(person_id, 1, person_id) over in_turn
        or sure <> lag(sure, 1, sure) over in_turn as moves
from held
where subject in (select subject from changing)
window in_turn as (partition by subject order by since)
