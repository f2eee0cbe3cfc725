-- merged_intent: one week's research by an account that was merged, given to the other from the day of the merger.
select distinct
    m.new_account as account_id, i.topic, i.week, i.strength_milli, i.provider, greatest(i.known_on, m.since) as known_on
from intent as i
inner join merges as m on m.old_account = i.account_id
where not exists (
    select 1
    from intent as o
    where
        o.account_id = m.new_account and o.topic = i.topic and o.week = i.week and o.provider = i.provider
        and o.strength_milli = i.strength_milli
)
