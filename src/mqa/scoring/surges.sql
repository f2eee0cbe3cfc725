-- surges: one topic that surges for an account on a day: its strength reached what the definition asks of the account's
-- segment and tier, in a week whose start is younger than counts_for. strength_milli: the strongest, thousandths of 0-100; providers: how many saw it;
-- last_age: days since the start of the latest such week. Research that was taken back counts for nothing.
with seen as (
    select g.as_of, i.account_id, t.topic, i.provider, i.strength_milli, g.age
    from intent as i
    inner join ages as g on g.day = i.week
    inner join topics as t on t.topic_name = i.topic
    inner join placements as p on p.as_of = g.as_of and p.account_id = i.account_id
    inner join scopes as s on s.scope = p.scope
    where i.known_on <= g.known_at and g.age < t.counts_for and i.strength_milli >= s.surge_milli
    group by g.as_of, i.account_id, t.topic, i.provider, i.strength_milli, g.age
    having sum(i.times) > 0
)

select
    as_of,
    account_id,
    topic,
    max(strength_milli) as strength_milli,
    count(distinct provider) as providers,
    min(age) as last_age
from seen
group by as_of, account_id, topic
