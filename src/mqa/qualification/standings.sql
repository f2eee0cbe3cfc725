-- standings: where one account stands at the end of a day, folded from where it stood the day before.
-- level, was: today's and yesterday's level (0: none); since: the day it was entered; evidence_on: the day of the last
-- positive matched act; cooling_until: the first day it may qualify again; asks_evidence_after: it may qualify
-- again only on an act after this day (both null: free); cause: why the level is what it is; recycled_by: what it waits
-- for since (rejected, deferred, expired; empty: nothing); answers_seen: the last answer of sales that was looked at.
-- A level at or below the present one asks `stays`, a higher one `enters` for enter_after days running. Exclusion and
-- sales' answer (not looked at before, learned since the level was entered, on that very day too) beat stay_at_least; a
-- deferred-until day beats the cooldown. No row: no level, nothing to wait for. Source: semantics, "Standing".
with present as (
    select
        y.account_id, y.as_of, y.level, y.since, y.cooling_until, y.asks_evidence_after, y.recycled_by, y.answers_seen,
        l.qualified
    from standings_yesterday as y
    left join levels as l on l.level = y.level
),

evidence as (
    select s.account_id, s.as_of, s.as_of - s.evidence_age as evidence_on, s.state
    from scores as s
    inner join today as t on t.as_of = s.as_of
),

learned as (
    select
        d.account_id,
        d.disposition_id,
        d.disposition,
        d.until,
        case
            when greatest(d.day, d.known_on) < p.since then 0
            when greatest(d.day, d.known_on) > p.as_of or d.disposition_id > coalesce(p.answers_seen, 0) then 1
            else 0
        end as fresh,
        case when d.day = t.as_of then 1 else 0 end as of_today
    from dispositions as d
    inner join today as t on t.known_at >= d.known_on and t.as_of >= d.day
    left join present as p on p.account_id = d.account_id
),

answers as (
    select
        account_id,
        max(
            case when fresh = 0 then 0 when disposition = 'rejected' then 2 when disposition = 'deferred' then 1 else 0 end
        ) as answer,
        max(
            case
                when fresh = 0 or of_today = 0 then 0
                when disposition = 'rejected' then 2
                when disposition = 'deferred' then 1
                else 0
            end
        ) as answer_today,
        max(case when fresh = 1 and disposition = 'deferred' then until end) as deferred_until,
        max(disposition_id) as answers_seen
    from learned
    group by account_id
),

candidates as (
    select
        e.account_id,
        max(h.level) as best,
        max(case when l.qualified = 0 then h.level end) as best_unqualified
    from levels_held as h
    inner join today as t on t.as_of = h.as_of
    inner join levels as l on l.level = h.level
    inner join evidence as e on e.account_id = h.account_id
    left join streaks as s on s.account_id = h.account_id and s.level = h.level and s.as_of = h.as_of
    left join present as p on p.account_id = h.account_id
    where
        (h.level <= coalesce(p.level, 0) and h.stays = 1)
        or (
            h.level > coalesce(p.level, 0)
            and h.enters = 1
            and h.as_of - s.since >= l.enter_after
            and (
                l.qualified = 0
                or (
                    h.as_of >= coalesce(p.cooling_until, h.as_of)
                    and (p.asks_evidence_after is null or e.evidence_on > p.asks_evidence_after)
                )
            )
        )
    group by e.account_id
),

concerned as (
    select account_id from present
    union
    select account_id from candidates
),

considered as (
    select
        t.as_of,
        c.account_id,
        coalesce(p.level, 0) as was,
        p.since,
        p.cooling_until,
        p.asks_evidence_after,
        p.recycled_by,
        coalesce(a.answers_seen, p.answers_seen, 0) as answers_seen,
        coalesce(k.best, 0) as best,
        coalesce(k.best_unqualified, 0) as best_unqualified,
        e.evidence_on,
        r.stay_at_least,
        case
            when coalesce(e.state, 'outside') in ('excluded', 'outside') then 'excluded'
            when p.qualified = 1 and a.answer = 2 then 'rejected'
            when p.qualified = 1 and a.answer = 1 then 'deferred'
            when l.qualified = 1 and a.answer_today = 2 then 'rejected'
            when l.qualified = 1 and a.answer_today = 1 then 'deferred'
            when
                p.qualified = 1
                and t.as_of - p.since >= r.stay_at_least
                and t.as_of - greatest(p.since, coalesce(e.evidence_on, p.since)) >= r.expire_after
                then 'expired'
            else ''
        end as forced,
        case
            when (p.qualified = 1 and a.answer = 2) or (l.qualified = 1 and a.answer_today = 2)
                then t.as_of + r.cooldown_rejected
            when (p.qualified = 1 and a.answer = 1) or (l.qualified = 1 and a.answer_today = 1)
                then coalesce(a.deferred_until, t.as_of + r.cooldown_deferred)
            else t.as_of + r.cooldown_expired
        end as cooling_from_today
    from concerned as c
    cross join today as t
    cross join stability as r
    left join present as p on p.account_id = c.account_id
    left join candidates as k on k.account_id = c.account_id
    left join levels as l on l.level = k.best
    left join evidence as e on e.account_id = c.account_id
    left join answers as a on a.account_id = c.account_id
),

decided as (
    select
        as_of, account_id, was, since, cooling_until, asks_evidence_after, recycled_by, answers_seen, evidence_on, forced,
        cooling_from_today,
        case
            when forced = 'excluded' then 0
            when forced <> '' then best_unqualified
            when best >= was then best
            when as_of - since < stay_at_least then was
            else best
        end as level,
        case
            when forced <> '' then forced
            when best > was then 'entered'
            when best = was then 'holds'
            when as_of - since < stay_at_least then 'stays at least'
            else 'left'
        end as cause
    from considered
),

folded as (
    select
        d.as_of,
        d.account_id,
        d.level,
        d.was,
        case when d.level = d.was then coalesce(d.since, d.as_of) else d.as_of end as since,
        d.evidence_on,
        case
            when d.forced in ('rejected', 'deferred', 'expired') then d.cooling_from_today
            when d.cooling_until > d.as_of then d.cooling_until
        end as cooling_until,
        case
            when d.forced in ('rejected', 'deferred', 'expired') then d.as_of
            when l.qualified = 1 then null
            else d.asks_evidence_after
        end as asks_evidence_after,
        d.cause,
        case
            when d.forced in ('rejected', 'deferred', 'expired') then d.forced
            when l.qualified = 1 then ''
            when d.cooling_until > d.as_of or d.asks_evidence_after is not null then coalesce(d.recycled_by, '')
            else ''
        end as recycled_by,
        d.answers_seen
    from decided as d
    left join levels as l on l.level = d.level
)

select
    as_of, account_id, level, was, since, evidence_on, cooling_until, asks_evidence_after, cause, recycled_by,
    answers_seen
from folded
where level > 0 or was > 0 or cooling_until is not null or asks_evidence_after is not null
