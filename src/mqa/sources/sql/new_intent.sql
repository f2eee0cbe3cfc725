-- new_intent: one week's research of a topic by an account that was not told before.
select t.*
from told_intent as t
where not exists (
    select 1
    from intent as i
    where
        i.first_account = t.first_account and i.topic = t.topic and i.week = t.week and i.provider = t.provider
        and i.strength_milli is not distinct from t.strength_milli and i.counted is not distinct from t.counted
)
