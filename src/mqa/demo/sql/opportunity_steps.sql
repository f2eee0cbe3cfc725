-- opportunity_steps: one step of one opportunity as the CRM's history exports it: opened, won or lost. Sales enters some
-- of them days later. The last rows name an account or a day that does not exist.
with steps as (
    select episode_id, company_id, opened_on as on_day, 'opened' as step, amount, currency
    from episodes
    where opened_on is not null
    union all
    select episode_id, company_id, closed_on as on_day, closing as step, amount, currency
    from episodes
    where closed_on is not null
),

entered as (
    select
        *,
        on_day + case when dice(episode_id, step || ' entered') < 0.2
            then floor(dice(episode_id, step || ' entered late') * 12)::int else 0 end as entered_on
    from steps
),

exported as (
    select
        'H' || s.episode_id || '-' || s.step as "History ID",
        'O' || s.episode_id as "Opportunity ID",
        'A' || lpad(s.company_id::varchar, 7, '0') as "Account ID",
        s.step as "Step",
        s.on_day::varchar as "Date",
        s.amount as "Amount",
        s.currency as "Currency",
        case when dice(s.episode_id, 'line') < 0.7 then 'Halyard Core' else 'Halyard Cloud' end as "Product line",
        s.entered_on::varchar as "Entered on"
    from entered as s
    inner join companies as c on c.company_id = s.company_id and c.in_crm
    where s.on_day >= first_day() and s.entered_on <= last_day()
    union all
    select *
    from (values
        ('H-broken-1', 'O-broken-1', 'A0000001', 'opened', '2026-02-31', 10000, 'EUR', 'Halyard Core', '2026-03-01'),
        ('H-broken-2', 'O-broken-2', null, 'opened', '2026-03-01', 10000, 'EUR', 'Halyard Core', '2026-03-01')
    ) as broken
)

select *
from exported
order by "History ID" like '%broken%', "Date", "History ID"
