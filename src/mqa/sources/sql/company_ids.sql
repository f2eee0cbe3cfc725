-- company_ids: one id that a source gave a company, and its account. Of several sources the first of the workspace.
select record, account_id
from records
where kind = 'company' and record <> ''
qualify row_number() over (
    partition by record
    order by list_position(getvariable('source_names'), source) nulls last, learned_on desc, known_on desc, account_id
) = 1
