-- known_now: one id, domain or name by which rejected rows of a file (`files`: its names, `source_of_files`) mean an
-- account, and of which something is known since they were rejected. A host may be its company's by each of its ends.
with learned as (
    select split_part(domain, ':', 1) as named from aliases_since
    union
    select lower(record) from records_since where kind = 'company'
    union
    select lower(name) from company_names_since where outcome = 'match'
),

asked as (
    select distinct lower(value) as named, string_split(lower(value), '.') as labels
    from rejects
    where source = getvariable('source_of_files') and list_contains(getvariable('files'), file)
),

ends as (
    select a.named, array_to_string(list_slice(a.labels, u.nth, len(a.labels)), '.') as ending
    from asked as a
    cross join unnest(generate_series(1, len(a.labels))) as u (nth)
)

select distinct named from ends where ending in (select named from learned)
