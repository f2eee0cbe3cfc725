-- company_records: one id of a company at its source, and the account it stands for, where that is news at its day (see
-- contact_records).
with told as (
    select id as record, account_id, key, rule, known_on, bool_or(dated) as dated
    from company_keys
    where id is not null
    group by all
),

before as (
    select t.record, t.known_on, max(r.known_on) as latest
    from told as t
    inner join records as r on r.record = t.record and r.known_on <= t.known_on
    where not t.dated and r.kind = 'company' and r.source = getvariable('source')
    group by t.record, t.known_on
)

select
    getvariable('source') as source, t.record, 'company' as kind, t.account_id,
    cast(null as bigint) as person_id, t.key as person_key, cast(0 as bigint) as said, t.rule,
    key_number(t.record) as record_id, t.known_on,
    getvariable('today') as learned_on
from told as t
left join before as b on b.record = t.record and b.known_on = t.known_on
where not exists (
    select 1
    from records as r
    where
        r.kind = 'company' and r.source = getvariable('source') and r.record = t.record
        and r.known_on = case when t.dated then t.known_on else b.latest end
        and r.account_id = t.account_id and r.rule = t.rule
)
