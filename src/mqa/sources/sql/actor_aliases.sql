-- actor_aliases: one domain that became an account because somebody acted from it.
select domain, account_id, arg_min(rule, (known_on, rule)) as rule, getvariable('source') as source, min(known_on) as known_on
from resolved
where rule like 'created from %'
group by domain, account_id
