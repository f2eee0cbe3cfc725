-- circles: one account from a day until another (not included) whose link to its parent closes a circle of parents, and
-- says nothing then: of the links of a circle the one that was told last.
-- Each of `jumps` is twice as far as the one before, so whoever is still somebody's parent after the last may be in a circle,
-- and a long chain of parents costs a few jumps, not a walk from each of its companies.
with recursive jumps as (
    select account_id, parent_id, since, until, 1 as links
    from parent_periods
    union all
    select j.account_id, n.parent_id, greatest(j.since, n.since), least(j.until, n.until), j.links * 2
    from jumps as j
    inner join jumps as n on n.account_id = j.parent_id and n.since < j.until and n.until > j.since
    where j.links < 16384
),

walk as (
    select
        account_id as first_id, parent_id as last_id, since, until, [account_id] as passed, told_on as latest,
        account_id as closing
    from parent_periods
    where account_id in (select parent_id from jumps where links = 16384)
    union all
    select
        w.first_id, p.parent_id, greatest(w.since, p.since), least(w.until, p.until),
        list_append(w.passed, p.account_id), greatest(w.latest, p.told_on),
        case when (p.told_on, p.account_id) > (w.latest, w.closing) then p.account_id else w.closing end
    from walk as w
    inner join parent_periods as p on p.account_id = w.last_id and p.since < w.until and p.until > w.since
    where not list_contains(w.passed, w.last_id)
)

select distinct closing as account_id, since, until
from walk
where last_id = first_id
