-- merged_outcomes: one step of an opportunity of an account that was merged, given to the other from that day on.
select distinct
    m.new_account as account_id, c.outcome_id, c.opportunity, c.kind, c.day, c.amount_milli, c.currency, c.product_line,
    c.source, greatest(c.known_on, m.since) as known_on
from outcomes as c
inner join merges as m on m.old_account = c.account_id
where not exists (
    select 1
    from outcomes as o
    where o.account_id = m.new_account and o.outcome_id = c.outcome_id and o.kind = c.kind and o.day = c.day
)
