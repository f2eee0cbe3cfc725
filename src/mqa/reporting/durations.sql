-- durations: of the stays in a stage that began in a period, how many ended after so many days (went), and how many
-- are known to have lasted so many days and not to have ended (still_there). Cohort: the day of coming to the stage.
-- Formula: days = until - since, for stays that last the last day that is known - since. Censoring: still_there is what
-- a median by Kaplan and Meier needs, see `mqa.reporting.survival`; leaving these out would make slow stages look quick.
select
    p.period,
    s.name as stage,
    greatest(coalesce(s.until, m.as_of) - s.since, 0) as days,
    count(s.until) as went,
    count(case when s.until is null then 1 end) as still_there
from periods as p
cross join moment as m
inner join stays as s on s.since >= p.first_day and s.since <= p.last_day
where s.kind = 'stage' and s.name in ('MQA', 'PQA', 'SAA', 'SQA', 'pipeline')
group by p.period, s.name, greatest(coalesce(s.until, m.as_of) - s.since, 0)
