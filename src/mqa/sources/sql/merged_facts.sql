-- merged_facts: one fact of an account that was merged, given to the other from the day of the merger.
select distinct
    m.new_account as account_id, f.fact, f.value, f.number_milli, f.value_on, f.observed_on, f.ended_on, f.several,
    f.hindsight, f.source, greatest(f.known_on, m.since) as known_on
from facts as f
inner join merges as m on m.old_account = f.account_id
where not exists (
    select 1
    from facts as o
    where
        o.account_id = m.new_account and o.fact = f.fact and o.value = f.value and o.source = f.source
        and o.observed_on = f.observed_on
)
