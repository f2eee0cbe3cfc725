-- parent_periods: one account from a day until another (not included), and the account of its parent company by what was
-- known then. Of several sources the first of the workspace that tells of a parent counts. told_on: the day of the link.
-- Who stands for another account has no parent of its own, nor has who is said to be an account of its own (`apart`).
with words as (
    select
        source, record, account_id, parent, rule, known_on as since,
        lead(known_on, 1, getvariable('no_end')) over (partition by source, record order by known_on) as until
    from (
        select *
        from parents
        qualify row_number() over (
            partition by source, record, known_on order by learned_on desc, parent desc, account_id
        ) = 1
    )
),

ids as (  -- what the id of a company means at its source: always its first meaning, a later one from its own day
    select
        source, record, account_id,
        case when row_number() over (partition by source, record order by known_on) = 1 then getvariable('ever')
            else known_on end as since,
        lead(known_on, 1, getvariable('no_end')) over (partition by source, record order by known_on) as until
    from (
        select source, record, account_id, known_on
        from records
        where kind = 'company' and (source, record) in (select source, parent from words where rule = 'id of the parent')
        qualify row_number() over (partition by source, record, known_on order by learned_on desc, account_id) = 1
    )
),

links as (
    select
        w.source, w.account_id, w.since as told_on,
        case when w.rule = 'id of the parent' then i.account_id else key_number(w.parent) end as parent_id,
        greatest(w.since, coalesce(i.since, w.since)) as since,
        least(w.until, coalesce(i.until, w.until)) as until
    from words as w
    left join ids as i
        on w.rule = 'id of the parent' and i.source = w.source and i.record = w.parent
        and i.since < w.until and i.until > w.since
    where w.rule <> '' and w.account_id > 0
),

met as (
    select
        l.source, l.account_id, l.told_on, coalesce(p.leads_to, l.parent_id) as parent_id,
        greatest(l.since, coalesce(o.since, l.since), coalesce(p.since, l.since)) as since,
        least(l.until, coalesce(o.until, l.until), coalesce(p.until, l.until)) as until
    from links as l
    left join account_periods as o on o.account_id = l.account_id
    left join account_periods as p on p.account_id = l.parent_id
    where l.parent_id > 0 and coalesce(o.leads_to, l.account_id) = l.account_id
),

told as (select * from met where since < until and parent_id > 0 and parent_id <> account_id),

days as (
    select account_id, since as day from told
    union
    select account_id, until from told
    union
    select account_id, since from leads where apart
    union
    select account_id, until from leads where apart
),

spans as (
    select account_id, day as since, lead(day) over (partition by account_id order by day) as until
    from days
)

select s.account_id, t.parent_id, t.source, t.told_on, s.since, s.until
from spans as s
inner join told as t on t.account_id = s.account_id and t.since <= s.since and t.until >= s.until
where not exists (
    select 1 from leads as a where a.apart and a.account_id = s.account_id and a.since <= s.since and a.until >= s.until
)
qualify row_number() over (
    partition by s.account_id, s.since
    order by list_position(getvariable('source_names'), t.source) nulls last, t.told_on desc, t.parent_id
) = 1
