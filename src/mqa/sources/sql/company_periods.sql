-- company_periods: one id that sources give a company (its number) and that is asked for, from a day until another, and the account it is.
-- Of several sources the first of the workspace counts. Whoever named the id before we knew the company meant it too.
with told as (
    select
        record_id as said, account_id,
        list_position(getvariable('source_names'), source) as place,
        case when list_contains(getvariable('kept_out'), rule) then getvariable('ever') else known_on end as known_on,
        case when list_contains(getvariable('kept_out'), rule) then 1 else 0 end as never,
        learned_on
    from companies_asked
),

told_anew as (select said from told group by said having count(*) > 1),

moments as (select distinct said, known_on as since from told where said in (select said from told_anew)),

meant as (
    select m.said, m.since, t.account_id
    from moments as m
    inner join told as t on t.said = m.said and t.known_on <= m.since
    qualify row_number() over (
        partition by m.said, m.since
        order by t.never desc, t.place nulls last, t.known_on desc, t.learned_on desc, t.account_id
    ) = 1
    union all
    select said, known_on, account_id
    from told
    where said not in (select said from told_anew)
)

select
    said, account_id,
    case when row_number() over (partition by said order by since) = 1 then getvariable('ever') else since end as since,
    lead(since, 1, getvariable('no_end')) over (partition by said order by since) as until
from meant
