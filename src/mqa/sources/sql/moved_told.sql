-- moved_told: what must be taken back or added so that each row of `told_of_accounts` stands at the account that the one
-- it was told of stands for by what was known when (`places`, of those in `all_places`).
with concerned as (
    select * from told_of_accounts
    where first_account in (select account_id from all_places)
),

told as (select distinct * exclude (account_id, known_on, times) from concerned where times > 0),

held as (
    select t.*, p.leads_to as account_id, greatest(p.since, t.told_on) as since, p.until
    from told as t
    inner join places as p on p.account_id = t.first_account and p.until > t.told_on
    where p.leads_to is not null
),

changes as (
    select * exclude (since, until), since as known_on, 1 as times from held
    union all by name
    select * exclude (since, until), until as known_on, -1 as times from held where until < getvariable('no_end')
    union all by name
    select * replace (-times as times) from concerned
)

select * exclude (times), cast(sum(times) as bigint) as times
from changes
group by all
having sum(times) <> 0
