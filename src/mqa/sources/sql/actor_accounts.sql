-- actor_accounts: one account that acts or people show to have been there earlier than we knew. It has the domain that is
-- its own, of all from which somebody was led to it; one that people's words alone made is told by set_accounts.
with seen as (
    select account_id, min(greatest(known_on, since)) as known_on
    from settled
    where account_id > 0
    group by account_id
),

known as (
    select account_id, min(known_on) as known_on, max(domain) as domain
    from accounts
    where account_id in (select account_id from seen) and times > 0
    group by account_id
),

earlier as (
    select s.account_id, s.known_on, k.domain
    from seen as s
    left join known as k on k.account_id = s.account_id
    where k.account_id is null or s.known_on < k.known_on
),

showing as (
    select
        r.account_id, max(r.domain) filter (where key_number(r.domain) = r.account_id) as domain, min(r.rule) as rule
    from settled as r
    inner join earlier as e on e.account_id = r.account_id and e.known_on = greatest(r.known_on, r.since)
    group by r.account_id
)

select
    e.account_id, coalesce(e.domain, s.domain, '') as domain, '' as name, '' as owner, s.rule,
    getvariable('source') as source, e.known_on, cast(1 as bigint) as times, e.account_id as first_account, e.known_on as told_on
from earlier as e
inner join showing as s on s.account_id = e.account_id
where coalesce(e.domain, s.domain) is not null or e.account_id not in (select account_id from leads where domain <> '')
