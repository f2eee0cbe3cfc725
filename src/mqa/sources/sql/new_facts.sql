-- new_facts: one fact that is news: not the value already held on the last day it was observed before.
-- Of facts with several values, a value that was told before and has not ended is no news.
with told as (select distinct * from told_facts),

before as (
    select t.first_account, t.fact, t.observed_on, max(f.observed_on) as latest
    from told as t
    inner join facts as f
        on f.first_account = t.first_account and f.fact = t.fact and f.source = t.source and f.observed_on <= t.observed_on
    group by t.first_account, t.fact, t.observed_on
)

select t.*
from told as t
left join before as b on b.first_account = t.first_account and b.fact = t.fact and b.observed_on = t.observed_on
where not exists (
    select 1
    from facts as f
    where
        f.first_account = t.first_account and f.fact = t.fact and f.source = t.source
        and (f.observed_on = b.latest or (t.several = 1 and f.observed_on <= t.observed_on))
        and f.value = t.value and f.several = t.several
        and f.number_milli is not distinct from t.number_milli
        and f.value_on is not distinct from t.value_on
        and f.ended_on is not distinct from t.ended_on
        and f.hindsight <= t.hindsight
)
