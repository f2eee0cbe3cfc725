-- capped: the points of one person and signal that count for an account on a day, after the caps.
-- score: engagement or product; sign: 1 gain, -1 penalty; size: micro-points before caps, counted: after (both >= 0);
-- side: which totals bound, signals (cap) or people (most_per_person).
-- The caps bind totals: of the capped sums by signal and by person the smaller one stands (a tie: signals), and rows
-- are scaled inside the groups of that side. A group's last row takes what rounding leaves, so a group adds up to its
-- capped total exactly. The scale is a millionth, so no product passes 64 bits. Source: semantics, "Engagement" 5.
with sized as (
    select
        p.as_of,
        p.account_id,
        s.score,
        case when p.points > 0 then 1 else -1 end as sign,
        p.signal,
        p.person_id,
        abs(p.points) as size,
        s.cap,
        s.most_per_person
    from person_signals as p
    inner join signals as s on s.signal = p.signal
    where p.points <> 0
),

by_signal as (
    select as_of, account_id, score, sign, signal, cast(sum(size) as bigint) as total, min(cap) as cap
    from sized
    group by as_of, account_id, score, sign, signal
),

by_person as (
    select
        as_of, account_id, score, sign, person_id, cast(sum(size) as bigint) as total, min(most_per_person) as cap
    from sized
    group by as_of, account_id, score, sign, person_id
),

signal_side as (
    select as_of, account_id, score, sign, cast(sum(least(total, cap)) as bigint) as points
    from by_signal
    group by as_of, account_id, score, sign
),

person_side as (
    select as_of, account_id, score, sign, cast(sum(least(total, cap)) as bigint) as points
    from by_person
    group by as_of, account_id, score, sign
),

sides as (
    select
        s.as_of, s.account_id, s.score, s.sign,
        case when s.points <= p.points then 'signals' else 'people' end as side
    from signal_side as s
    inner join person_side as p
        on p.as_of = s.as_of and p.account_id = s.account_id and p.score = s.score and p.sign = s.sign
),

grouped as (
    select
        z.as_of, z.account_id, z.score, z.sign, z.signal, z.person_id, z.size, b.side,
        case when b.side = 'signals' then s.total else p.total end as total,
        case when b.side = 'signals' then least(s.total, s.cap) else least(p.total, p.cap) end as capped_total,
        case when b.side = 'signals' then z.signal else z.person_id end as group_key
    from sized as z
    inner join sides as b
        on b.as_of = z.as_of and b.account_id = z.account_id and b.score = z.score and b.sign = z.sign
    inner join by_signal as s
        on s.as_of = z.as_of and s.account_id = z.account_id
        and s.score = z.score and s.sign = z.sign and s.signal = z.signal
    inner join by_person as p
        on p.as_of = z.as_of and p.account_id = z.account_id
        and p.score = z.score and p.sign = z.sign and p.person_id = z.person_id
),

running as (
    select
        as_of, account_id, score, sign, signal, person_id, size, side, total, capped_total,
        cast(sum(size) over (
            partition by as_of, account_id, score, sign, group_key
            order by signal nulls last, person_id nulls last
            rows between unbounded preceding and current row
        ) as bigint) as up_to
    from grouped
    where capped_total < total
)

select as_of, account_id, score, sign, signal, person_id, size, size as counted, side
from grouped
where capped_total = total
union all
select
    as_of, account_id, score, sign, signal, person_id, size,
    case
        when up_to = total then capped_total
        else cast(up_to * cast(capped_total * 1000000 // total as bigint) // 1000000 as bigint)
    end
    - cast((up_to - size) * cast(capped_total * 1000000 // total as bigint) // 1000000 as bigint) as counted,
    side
from running
