-- contacts: one person of an account whom sales could turn to on a day, and their place in the order (rank, from 1).
-- Who is known by name, belongs to the account, was seen, and did more good than harm. First who has a role in the
-- committee (0: none), then the most points (micro-points, faded, weighted by role, uncapped, gains less penalties), then
-- who was seen last; whose mail bounced comes after all others.
-- seen_age: days since the last act of a signal with positive points; engaged, mql: 1 or 0, as in person_scores; reach:
-- mail, unsubscribed (call, do not mail) or bounced. Source: semantics, "Lead-model terms"; decision 0031.
with willing as (
    select
        p.as_of, p.account_id, p.person_id, p.role, p.gains - p.penalties as points, p.seen_age, p.engaged, p.mql,
        coalesce(u.reach, 'mail') as reach
    from person_scores as p
    inner join members as m on m.as_of = p.as_of and m.account_id = p.account_id and m.person_id = p.person_id
    left join unreachable as u
        on u.as_of = p.as_of and u.account_id = p.account_id and u.person_id = p.person_id
    where p.gains > p.penalties and p.seen_age is not null
)

select
    as_of, account_id, person_id,
    row_number() over (
        partition by as_of, account_id
        order by
            case when reach = 'bounced' then 1 else 0 end nulls last,
            case when role > 0 then 0 else 1 end nulls last,
            points desc nulls last,
            seen_age nulls last,
            person_id nulls last
    ) as rank,
    role, points, seen_age, engaged, mql, reach
from willing
