-- new_outcomes: one step of an opportunity that was not told before; of two with one id the first row counts.
select
    p.account_id, s.id as outcome_id, s.opportunity, s.kind, s.day, s.amount_milli, s.currency, s.product_line,
    getvariable('source') as source, s.known_on
from staged as s
inner join placed as p on p.row = s.row
where s.fate = 0 and p.account_id > 0 and s.id not in (select outcome_id from outcomes)
qualify row_number() over (partition by s.id order by s.row) = 1
