-- surges: one topic that surges for an account on a day: its strength reached the definition's bar in a week whose
-- start is younger than counts_for. strength_milli: the strongest, thousandths of 0-100; providers: how many saw it;
-- last_age: days since the start of the latest such week.
select
    g.as_of,
    i.account_id,
    t.topic,
    max(i.strength_milli) as strength_milli,
    count(distinct i.provider) as providers,
    min(g.age) as last_age
from intent as i
inner join ages as g on g.day = i.week
inner join topics as t on t.topic_name = i.topic
where i.account_id > 0 and i.known_on <= g.known_at and g.age < t.counts_for and i.strength_milli >= t.surge_milli
group by g.as_of, i.account_id, t.topic
