-- new_facts: one fact that is news: what was observed on a day of its own, where it was not told of that day yet, or became
-- known later, since a row that comes late may say something else of a day before; what is known from the load on where
-- it is another than was observed last before (of facts with several values: than was told last of this value).
with told as (
    select * exclude (observed), bool_or(observed) as observed, case when several = 1 then value else '' end as one
    from told_facts
    group by all
),

before as (
    select t.first_account, t.fact, t.one, t.observed_on, max(f.observed_on) as latest
    from told as t
    inner join facts as f
        on f.first_account = t.first_account and f.fact = t.fact and f.source = t.source
        and f.observed_on <= t.observed_on and (t.several = 0 or f.value = t.value)
    where not t.observed
    group by t.first_account, t.fact, t.one, t.observed_on
)

select t.* exclude (observed, one)
from told as t
left join before as b
    on b.first_account = t.first_account and b.fact = t.fact and b.one = t.one and b.observed_on = t.observed_on
where not exists (
    select 1
    from facts as f
    where
        f.first_account = t.first_account and f.fact = t.fact and f.source = t.source
        and f.observed_on = case when t.observed then t.observed_on else b.latest end
        and f.told_on <= t.told_on
        and f.value = t.value and f.several = t.several
        and f.number_milli is not distinct from t.number_milli
        and f.value_on is not distinct from t.value_on
        and f.ended_on is not distinct from t.ended_on
        and f.hindsight <= t.hindsight
)
