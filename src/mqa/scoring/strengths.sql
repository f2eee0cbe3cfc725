-- strengths: how strongly an account was seen by one provider to research one topic in one week, as a day knows it; weeks
-- whose start is younger than counts_for. strength_milli: thousandths of 0-100, as the provider says, or made of its
-- counts: 100 * counts a day in the period that ends with the week / (those + counts a day in the time before it), so
-- that 50 is as usual for this account and 75 three times as much. 0: the period has fewer counts than at_least, or the
-- provider never counted this account before it. counted, counted_before: the counts of both (null where it says the
-- strength); days_before: the time before, from the first week in which the provider counted it for any topic.
-- Of a week that is told again what was told last counts; several companies of one account add up. Source: decision 0030.
-- Days on which the same was told (most of a week) are one moment and made once; only what was told more than once is ranked.
with told_on_days as (
    select distinct week, known_on from intent
),

seen as (
    select
        d.as_of,
        max(case when t.week <= d.as_of then t.week end) as week,
        max(case when t.known_on <= d.known_at then t.known_on end) as known_on
    from days as d
    cross join told_on_days as t
    group by d.as_of, d.known_at
),

moments as (
    select
        week, known_on, min(as_of) as first_day,
        row_number() over (order by week nulls last, known_on nulls last) as moment
    from seen
    where week is not null and known_on is not null
    group by week, known_on
),

visible as (
    select
        m.moment, i.account_id, i.told_of, t.topic, i.provider, i.week, i.told_on, i.strength_milli, i.counted, i.times
    from moments as m
    inner join intent as i on i.week <= m.week and i.known_on <= m.known_on
    inner join topics as t on t.topic_name = i.topic
    where
        i.account_id > 0
        and i.week > m.first_day - t.counts_for - case when i.counted is null then 0 else t.within + t.against end
),

told as (
    select
        moment, account_id, topic, provider, week, count(*) as rows_told, min(times) as least,
        max(strength_milli) as strength_milli, max(counted) as counted
    from visible
    group by moment, account_id, topic, provider, week
),

standing as (
    select
        v.moment, v.account_id, v.told_of, v.topic, v.provider, v.week, v.told_on, v.strength_milli, v.counted
    from visible as v
    inner join told as t
        on t.moment = v.moment and t.account_id = v.account_id and t.topic = v.topic and t.provider = v.provider
        and t.week = v.week
    where t.rows_told > 1
    group by
        v.moment, v.account_id, v.told_of, v.topic, v.provider, v.week, v.told_on, v.strength_milli, v.counted
    having sum(v.times) > 0
),

ranked as (
    select
        moment, account_id, topic, provider, week, strength_milli, counted,
        row_number() over (
            partition by moment, account_id, told_of, topic, provider, week
            order by told_on desc nulls last, strength_milli desc nulls last, counted desc nulls last
        ) as nth
    from standing
),

weekly as (
    select moment, account_id, topic, provider, week, strength_milli, counted
    from told
    where rows_told = 1 and least > 0
    union all
    select
        moment, account_id, topic, provider, week,
        max(strength_milli) as strength_milli,
        cast(sum(counted) as bigint) as counted
    from ranked
    where nth = 1
    group by moment, account_id, topic, provider, week
),

firsts as (
    select moment, account_id, provider, min(week) as week
    from weekly
    where counted is not null
    group by moment, account_id, provider
),

compared as (
    select
        w.moment, w.account_id, w.topic, w.provider, w.week, t.within, t.at_least,
        cast(sum(case when w.week - b.week < t.within then b.counted else 0 end) as bigint) as counted,
        cast(sum(case when w.week - b.week < t.within then 0 else b.counted end) as bigint) as counted_before,
        max(greatest(0, least(t.against, w.week + 7 - f.week - t.within))) as days_before
    from weekly as w
    inner join moments as m on m.moment = w.moment
    inner join topics as t on t.topic = w.topic
    inner join firsts as f on f.moment = w.moment and f.account_id = w.account_id and f.provider = w.provider
    inner join weekly as b
        on b.moment = w.moment and b.account_id = w.account_id and b.topic = w.topic and b.provider = w.provider
        and b.week <= w.week and b.week > w.week - t.within - t.against
    where w.counted is not null and b.counted is not null and w.week > m.first_day - t.counts_for
    group by w.moment, w.account_id, w.topic, w.provider, w.week, t.within, t.at_least
),

made as (
    select
        moment, account_id, topic, provider, week, strength_milli,
        cast(null as bigint) as counted, cast(null as bigint) as counted_before, cast(null as bigint) as days_before
    from weekly
    where strength_milli is not null
    union all
    select
        moment, account_id, topic, provider, week,
        case
            when counted < at_least or days_before = 0 then 0
            else cast(
                -- a billion counts are as many as anybody has: products stay within 64 bits
                100000 * least(counted, 1000000000) * days_before
                // (least(counted, 1000000000) * days_before + least(counted_before, 1000000000) * within) as bigint
            )
        end as strength_milli,
        counted, counted_before, days_before
    from compared
)

select
    s.as_of, g.account_id, g.topic, g.provider, g.week, g.strength_milli, g.counted, g.counted_before, g.days_before
from seen as s
inner join moments as m on m.week = s.week and m.known_on = s.known_on
inner join made as g on g.moment = m.moment
inner join topics as t on t.topic = g.topic
where g.week > s.as_of - t.counts_for
