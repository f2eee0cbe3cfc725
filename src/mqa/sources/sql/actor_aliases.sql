-- actor_aliases: one domain that became an account because somebody acted from it.
select
    domain, account_id, arg_min(rule, (greatest(known_on, since), rule)) as rule, getvariable('source') as source,
    min(greatest(known_on, since)) as known_on, cast(1 as bigint) as times, account_id as first_account,
    min(greatest(known_on, since)) as told_on, max(domain_id) as domain_id
from resolved
where rule like 'created from %'
group by domain, account_id
