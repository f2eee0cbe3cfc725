-- contact_ids: one id that a source gave a person, and the person's key. Of several sources the first of the workspace.
select record, person_key, case when person_key <> source || ':' || record then person_key end as email
from records
where kind = 'person' and record <> ''
qualify row_number() over (
    partition by record
    order by list_position(getvariable('source_names'), source) nulls last, learned_on desc, known_on desc, person_key
) = 1
