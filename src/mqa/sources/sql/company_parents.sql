-- company_parents: the parent that a company's record tells of (empty: none), where that is news at its day (see
-- contact_records).
with told as (
    select
        coalesce(k.id, k.key) as record, k.account_id,
        case when s.parent is not null then s.parent when h.rule = '' then h.domain else '' end as parent,
        case when s.parent is not null then 'id of the parent' when h.rule = '' then 'domain of the parent' else '' end
            as rule,
        k.known_on, bool_or(k.dated) as dated
    from staged as s
    inner join company_keys as k on k.row = s.row
    left join hosts as h on h.host = s.parent_host
    where s.fate = 0 and k.rule <> 'no address'
    group by all
),

before as (
    select t.record, t.known_on, max(p.known_on) as latest
    from told as t
    inner join parents as p on p.record = t.record and p.source = getvariable('source') and p.known_on <= t.known_on
    where not t.dated
    group by t.record, t.known_on
)

select
    getvariable('source') as source, t.record, t.account_id, t.parent, t.rule, t.known_on,
    getvariable('today') as learned_on
from told as t
left join before as b on b.record = t.record and b.known_on = t.known_on
where not exists (
    select 1
    from parents as p
    where
        p.source = getvariable('source') and p.record = t.record
        and p.known_on = case when t.dated then t.known_on else b.latest end
        and p.account_id = t.account_id and p.parent = t.parent and p.rule = t.rule
)
