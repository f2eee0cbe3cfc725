-- new_intent: one week's research of a topic by an account that was not told before.
select distinct
    p.account_id, s.topic, s.week, s.strength_milli, s.provider, p.known_on, cast(1 as bigint) as times, p.first_account,
    p.told_on
from staged as s
inner join placed as p on p.row = s.row
where
    s.fate = 0 and p.first_account > 0
    and not exists (
        select 1
        from intent as i
        where
            i.first_account = p.first_account and i.topic = s.topic and i.week = s.week and i.provider = s.provider
            and i.strength_milli = s.strength_milli
    )
