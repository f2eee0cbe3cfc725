-- actor_accounts: one account that acts or people show to have been there earlier than we knew.
with seen as (
    select account_id, arg_min(coalesce(domain, ''), (greatest(known_on, since), person_key)) as domain,
        arg_min(rule, (greatest(known_on, since), rule)) as rule, min(greatest(known_on, since)) as known_on
    from settled
    where account_id > 0
    group by account_id
),

known as (
    select account_id, min(known_on) as known_on, max(domain) as domain
    from accounts
    where account_id in (select account_id from seen) and times > 0
    group by account_id
)

select
    s.account_id,
    coalesce(k.domain, s.domain) as domain,
    '' as name, '' as owner, s.rule, getvariable('source') as source, s.known_on, cast(1 as bigint) as times,
    s.account_id as first_account, s.known_on as told_on
from seen as s
left join known as k on k.account_id = s.account_id
where k.account_id is null or s.known_on < k.known_on
