-- new_outcomes: one step of an opportunity that was not told before.
-- One id may stand for all steps of an opportunity: a step is its id, kind and day; of two the first row counts.
select
    p.account_id, s.id as outcome_id, s.opportunity, s.kind, s.day, s.amount_milli, s.currency, s.product_line,
    getvariable('source') as source, p.known_on, cast(1 as bigint) as times, p.first_account, p.told_on
from staged as s
inner join placed as p on p.row = s.row
where
    s.fate = 0 and p.first_account > 0
    and not exists (
        select 1
        from outcomes as o
        where o.outcome_id = s.id and o.kind = s.kind and o.day = s.day
    )
qualify row_number() over (partition by s.id, s.kind, s.day order by s.row) = 1
