-- set_aliases: one domain that a person leads to an account, where no one said so before.
select
    domain, leads_to as account_id, 'set by a person' as rule, 'corrections' as source, min(since) as known_on,
    min(since) as told_on, cast(1 as bigint) as times, leads_to as first_account,
    key_number(split_part(domain, ':', 1)) as domain_id
from leads as l
where
    domain <> '' and leads_to > 0
    and not exists (
        select 1
        from aliases as a
        where
            a.domain = l.domain and a.first_account = l.leads_to and a.rule = 'set by a person'
    )
group by domain, account_id, leads_to
