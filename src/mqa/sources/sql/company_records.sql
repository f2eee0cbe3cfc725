-- company_records: one id of a company at its source, and the account it stands for, where that is news.
select distinct
    getvariable('source') as source, k.id as record, 'company' as kind, k.account_id,
    cast(null as bigint) as person_id, k.key as person_key, k.rule, k.known_on, getvariable('today') as learned_on
from company_keys as k
where
    k.id is not null
    and not exists (
        select 1
        from records as r
        where
            r.kind = 'company' and r.source = getvariable('source') and r.record = k.id
            and r.account_id = k.account_id and r.rule = k.rule
    )
