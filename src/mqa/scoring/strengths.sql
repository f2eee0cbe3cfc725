-- strengths: how strongly an account was seen by one provider to research one topic in one week, as a day knows it; weeks
-- whose start is younger than counts_for. strength_milli: thousandths of 0-100, as the provider says, or made of its
-- counts: 100 * counts a day in the period that ends with the week / (those + counts a day in the time before it), so
-- that 50 is as usual for this account and 75 three times as much. 0: the period has fewer counts than at_least, or the
-- provider never counted this account before it. counted, counted_before: the counts of both (null where it says the
-- strength); days_before: the time before, from the first week in which the provider counted it for any topic.
-- Of a week that is told again what was told last counts; several companies of one account add up. Source: decision 0030.
with told as (
    select
        d.as_of, i.account_id, i.told_of, t.topic, i.provider, i.week, i.told_on, i.strength_milli, i.counted
    from days as d
    inner join intent as i on i.week <= d.as_of and i.known_on <= d.known_at
    inner join topics as t on t.topic_name = i.topic
    where
        i.account_id > 0
        and i.week > d.as_of - t.counts_for - case when i.counted is null then 0 else t.within + t.against end
    group by
        d.as_of, i.account_id, i.told_of, t.topic, i.provider, i.week, i.told_on, i.strength_milli, i.counted
    having sum(i.times) > 0
),

ranked as (
    select
        as_of, account_id, topic, provider, week, strength_milli, counted,
        row_number() over (
            partition by as_of, account_id, told_of, topic, provider, week
            order by told_on desc nulls last, strength_milli desc nulls last, counted desc nulls last
        ) as nth
    from told
),

weekly as (
    select
        as_of, account_id, topic, provider, week,
        max(strength_milli) as strength_milli,
        cast(sum(counted) as bigint) as counted
    from ranked
    where nth = 1
    group by as_of, account_id, topic, provider, week
),

firsts as (
    select as_of, account_id, provider, min(week) as week
    from weekly
    where counted is not null
    group by as_of, account_id, provider
),

compared as (
    select
        w.as_of, w.account_id, w.topic, w.provider, w.week, t.within, t.at_least,
        cast(sum(case when w.week - b.week < t.within then b.counted else 0 end) as bigint) as counted,
        cast(sum(case when w.week - b.week < t.within then 0 else b.counted end) as bigint) as counted_before,
        greatest(0, least(t.against, w.week + 7 - f.week - t.within)) as days_before
    from weekly as w
    inner join topics as t on t.topic = w.topic
    inner join firsts as f on f.as_of = w.as_of and f.account_id = w.account_id and f.provider = w.provider
    inner join weekly as b
        on b.as_of = w.as_of and b.account_id = w.account_id and b.topic = w.topic and b.provider = w.provider
        and b.week <= w.week and b.week > w.week - t.within - t.against
    where w.counted is not null and b.counted is not null and w.week > w.as_of - t.counts_for
    group by
        w.as_of, w.account_id, w.topic, w.provider, w.week, t.within, t.at_least,
        greatest(0, least(t.against, w.week + 7 - f.week - t.within))
)

select
    as_of, account_id, topic, provider, week, strength_milli,
    cast(null as bigint) as counted, cast(null as bigint) as counted_before, cast(null as bigint) as days_before
from weekly
where strength_milli is not null
union all
select
    as_of, account_id, topic, provider, week,
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
