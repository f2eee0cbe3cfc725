-- circles: one account from a day until another (not included) whose link to its parent closes a circle of parents, and
-- says nothing then: of the links of a circle the one that was told last.
with recursive walk as (
    select
        account_id as first_id, parent_id as last_id, since, until, [account_id] as passed, told_on as latest,
        account_id as closing
    from parent_periods
    union all
    select
        w.first_id, p.parent_id, greatest(w.since, p.since), least(w.until, p.until), list_append(w.passed, p.account_id),
        greatest(w.latest, p.told_on),
        case when (p.told_on, p.account_id) > (w.latest, w.closing) then p.account_id else w.closing end
    from walk as w
    inner join parent_periods as p on p.account_id = w.last_id and p.since < w.until and p.until > w.since
    where not list_contains(w.passed, w.last_id)
)

select distinct closing as account_id, since, until
from walk
where last_id = first_id
