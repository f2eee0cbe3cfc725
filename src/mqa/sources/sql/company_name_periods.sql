-- company_name_periods: one stated name of a company that is asked for, from a day until another (not included), and the account it means
-- (0: nobody's, or one of several; null: none that we know). A person's word beats what the names say.
-- Whoever stated the name before we looked it up meant the same company.
with moments as (select distinct said, known_on as since from names_asked),

meant as (
    select m.said, m.since, n.name, n.outcome, n.account_id
    from moments as m
    inner join names_asked as n on n.said = m.said and n.known_on <= m.since
    group by m.said, m.since, n.name, n.outcome, n.account_id, n.confidence, n.rule, n.rival_id, n.rival_confidence
    having sum(n.times) > 0
),

claims as (
    select
        said, name,
        case outcome when 'match' then account_id when 'ambiguous' then 0 end as account_id,
        case outcome
            when 'match' then 'company name'
            when 'ambiguous' then 'ambiguous company name'
            else 'unknown company name'
        end as rule,
        case when row_number() over (partition by said order by since) = 1 then getvariable('ever') else since end
            as since,
        lead(since, 1, getvariable('no_end')) over (partition by said order by since) as until
    from meant
)

select
    c.said,
    coalesce(p.account_id, c.account_id) as account_id,
    case when p.account_id is null then c.rule else 'set by a person' end as rule,
    greatest(c.since, coalesce(p.since, c.since)) as since,
    least(c.until, coalesce(p.until, c.until)) as until
from claims as c
left join called as p on p.name = c.name and p.since < c.until and p.until > c.since
