-- contact_records: one contact's id at its source, whom it stands for, and the account it states, where that is news.
select distinct
    getvariable('source') as source, coalesce(s.id, '') as record, 'person' as kind, r.states as account_id,
    r.person_id, r.person_key, r.rule, s.known_on, getvariable('today') as learned_on
from staged as s
inner join resolved as r on r.actor = s.actor
where
    s.fate = 0
    and (s.id is not null or r.states is not null)
    and not exists (
        select 1
        from records as k
        where
            k.kind = 'person' and k.source = getvariable('source') and k.record = coalesce(s.id, '')
            and k.person_id = r.person_id and k.account_id is not distinct from r.states
            and (r.states is null or k.rule = r.rule)
    )
