-- opportunities: one opportunity of an account: when it was opened and closed (closed_on null: open), its state (open,
-- won, lost), its latest amount in thousandths of its own currency (null: nobody told), and the part marketing has in it:
-- sourced (the account had become MQA or PQA within so many days before, or on the day, it opened; the days of stage
-- pipeline in `horizons`), influenced (it became so while it was open) or neither. An opportunity without a word of its
-- opening counts as opened on its first day. Censoring: up to the last day that is known.
with standing as (
    select
        o.account_id, o.opportunity, o.outcome_id, o.kind, o.day, o.amount_milli, o.currency, o.told_on
    from outcomes as o
    cross join moment as m
    where o.account_id > 0 and o.day <= m.as_of
    group by o.account_id, o.opportunity, o.outcome_id, o.kind, o.day, o.amount_milli, o.currency, o.told_on
    having sum(o.times) > 0
),

steps as (
    select
        o.account_id,
        o.opportunity,
        o.kind,
        o.day,
        o.amount_milli,
        o.currency,
        row_number() over (
            partition by o.account_id, o.opportunity
            order by
                o.day desc nulls last,
                case when o.kind = 'opened' then 1 else 0 end nulls last,
                o.told_on desc nulls last,
                o.kind desc nulls last,
                o.outcome_id desc nulls last
        ) as back,
        row_number() over (
            partition by o.account_id, o.opportunity
            order by
                case when o.amount_milli is null then 1 else 0 end nulls last,
                o.day desc nulls last,
                o.told_on desc nulls last,
                o.outcome_id desc nulls last
        ) as told
    from standing as o
),

whole as (
    select
        account_id,
        opportunity,
        coalesce(min(case when kind = 'opened' then day end), min(day)) as opened_on,
        max(case when back = 1 and kind <> 'opened' then day end) as closed_on,
        max(case when back = 1 then case when kind = 'opened' then 'open' else kind end end) as state,
        max(case when told = 1 then amount_milli end) as amount_milli,
        coalesce(max(case when told = 1 then currency end), '') as currency
    from steps
    group by account_id, opportunity
),

touched as (
    select
        w.account_id,
        w.opportunity,
        max(case when e.day <= w.opened_on and e.day >= w.opened_on - h.within then 1 else 0 end) as before_it,
        max(case when e.day > w.opened_on and e.day <= coalesce(w.closed_on, m.as_of) then 1 else 0 end) as during_it
    from whole as w
    cross join moment as m
    inner join horizons as h on h.stage = 'pipeline'
    inner join entries as e on e.account_id = w.account_id
    group by w.account_id, w.opportunity
)

select
    w.account_id,
    w.opportunity,
    w.opened_on,
    w.closed_on,
    w.state,
    w.amount_milli,
    w.currency,
    case
        when t.before_it = 1 then 'sourced'
        when t.during_it = 1 then 'influenced'
        else 'neither'
    end as part
from whole as w
left join touched as t on t.account_id = w.account_id and t.opportunity = w.opportunity
