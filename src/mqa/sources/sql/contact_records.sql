-- contact_records: one contact's id at its source, whom it stands for, and the id of the account it names, where that
-- is news at its day: what has a day of its own where it was not told of that day yet, since a row that comes late may
-- say something else of a day before; what is known from the load on where it is another than stands.
with told as (
    select
        coalesce(s.id, '') as record,
        case when s.id is null then 0 else key_number(getvariable('source') || ':' || s.id) end as record_id,
        r.person_id, r.person_key, r.said, case when r.said = -1 then 'bot' else '' end as rule, s.known_on,
        bool_or(s.dated) as dated
    from staged as s
    inner join actors as a on a.actor = s.actor
    inner join resolved as r on r.subject = a.subject and s.known_on >= r.since and s.known_on < r.until
    where s.fate = 0 and (s.id is not null or r.said <> 0)
    group by all
),

before as (
    select t.record_id, t.person_id, t.known_on, max(k.known_on) as latest
    from told as t
    inner join records as k on k.record_id = t.record_id and k.known_on <= t.known_on
    where
        not t.dated and k.kind = 'person' and k.source = getvariable('source')
        and (t.record_id <> 0 or k.person_id = t.person_id)
    group by t.record_id, t.person_id, t.known_on
)

select
    getvariable('source') as source, t.record, 'person' as kind, cast(null as bigint) as account_id,
    t.person_id, t.person_key, t.said,
    t.record_id, t.rule, t.known_on, getvariable('today') as learned_on
from told as t
left join before as b on b.record_id = t.record_id and b.person_id = t.person_id and b.known_on = t.known_on
where not exists (
    select 1
    from records as k
    where
        k.kind = 'person' and k.source = getvariable('source') and k.record_id = t.record_id
        and k.known_on = case when t.dated then t.known_on else b.latest end
        and k.person_id = t.person_id and k.said = t.said and k.rule = t.rule
)
