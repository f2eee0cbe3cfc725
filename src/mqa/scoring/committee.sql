-- committee: how broad the interest of one account is on a day, and on how many people it rests.
-- engaged, known: people, as in scores; required, covered: roles that the definition requires, and those of them that
-- somebody engaged is in; gaps: required - covered; points: of the account, as in scores (micro-points).
-- Shares in millionths: coverage = covered / required (null: no role is required); concentration = points of the most
-- active person / points of all people known by name, uncapped gains less penalties where that is positive (null: nobody
-- has any; from a million points on, where 64 bits don't hold the product, exact to a millionth); contact_ratio =
-- engaged / known (null: nobody is known). Source: semantics, "Product, intent, committee"; decision 0031.
with active as (
    select
        as_of,
        account_id,
        max(gains - penalties) as most,
        cast(sum(gains - penalties) as bigint) as together
    from person_scores
    where person_id > 0 and gains > penalties
    group by as_of, account_id
),

roles_engaged as (
    select distinct p.as_of, p.account_id, p.role
    from person_scores as p
    inner join required_roles as r on r.role = p.role
    where p.engaged = 1
),

roles_covered as (
    select as_of, account_id, count(*) as roles
    from roles_engaged
    group by as_of, account_id
),

gathered as (
    select
        s.as_of, s.account_id, s.engaged, s.known, s.points, n.roles as required, coalesce(c.roles, 0) as covered,
        a.most, a.together
    from scores as s
    cross join (select count(*) as roles from required_roles) as n
    left join roles_covered as c on c.as_of = s.as_of and c.account_id = s.account_id
    left join active as a on a.as_of = s.as_of and a.account_id = s.account_id
)

select
    as_of, account_id, engaged, known, required, covered, required - covered as gaps, points,
    case when required > 0 then cast(covered * 1000000 // required as bigint) end as coverage,
    case
        when together < 1000000000000 then cast(most * 1000000 // together as bigint)
        else cast(most // cast(together // 1000000 as bigint) as bigint)
    end as concentration,
    case when known > 0 then cast(engaged * 1000000 // known as bigint) end as contact_ratio
from gathered
