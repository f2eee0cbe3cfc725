-- visitor_periods: whose the acts of one visitor who is asked for are (person_key null: nobody's by name) from a day until
-- another. origin: the number of the visitor, or of the nameless visitor at one network. An act is the person's who was
-- named before it became known, or first afterwards: so acts that became known from acts_from until acts_until (not
-- included) are told apart. stays_until: the day until which they are one and the same person's, under whichever name.
-- A visitor of several people on one day, or of many in all, is nobody's in particular from that day on, all acts
-- included. What people say of a visitor beats it all, for all acts.
with told as (
    select
        v.source || ':' || v.visitor as visitor, v.known_on, coalesce(n.person_id, v.person_id) as person,
        min(v.person_id) as meant, arg_min(v.person_key, v.person_id) as named_key
    from asked_visitors as v
    left join name_periods as n on n.origin = v.person_id and n.since <= v.known_on and n.until > v.known_on
    where v.person_id > 0
    group by v.source, v.visitor, v.known_on, coalesce(n.person_id, v.person_id)
),

shared as (
    select visitor, min(since) as since
    from (
        select visitor, known_on as since
        from told
        group by visitor, known_on
        having count(*) > 1
        union all
        select visitor, min(known_on) as since
        from told
        group by visitor, person
        qualify row_number() over (partition by visitor order by min(known_on), person) > getvariable('most_people')
    )
    group by visitor
),

turns as (
    select t.*, coalesce(s.since, getvariable('no_end')) as shared_since
    from told as t
    left join shared as s on s.visitor = t.visitor
    where t.known_on < coalesce(s.since, getvariable('no_end'))
    qualify t.person is distinct from lag(t.person) over (partition by t.visitor order by t.known_on)
),

by_acts as (
    select
        visitor, meant, named_key, known_on, shared_since,
        case when row_number() over in_turn = 1 then getvariable('ever') else known_on end as acts_from,
        lead(known_on, 1, getvariable('no_end')) over in_turn as acts_until
    from turns
    window in_turn as (partition by visitor order by known_on)
    union all
    select distinct
        visitor, cast(null as bigint), cast(null as varchar), getvariable('no_end'), getvariable('no_end'),
        getvariable('ever'), getvariable('no_end')
    from said_visitors
    where visitor not in (select visitor from turns)
),

claimed as (
    select visitor, acts_from, acts_until, meant, named_key, known_on as since, shared_since as until from by_acts
    union all
    select visitor, acts_from, acts_until, null, null, getvariable('ever'), known_on
    from by_acts
    where acts_from = getvariable('ever')
    union all
    select visitor, acts_from, acts_until, null, null, shared_since, getvariable('no_end') from by_acts
),

corrected as (
    select
        c.visitor, c.acts_from, c.acts_until,
        case when s.person_key is null then c.meant when s.person_key <> '' then key_number(s.person_key) end as meant,
        case when s.person_key is null then c.named_key else nullif(s.person_key, '') end as named_key,
        greatest(c.since, coalesce(s.since, c.since)) as since,
        least(c.until, coalesce(s.until, c.until)) as until
    from claimed as c
    left join said_visitors as s on s.visitor = c.visitor and s.since < c.until and s.until > c.since
    where c.since < c.until
),

changed as (
    select *, meant is distinct from lag(meant) over (partition by visitor, acts_from order by since) as changes
    from corrected
),

runs as (
    select *, count(*) filter (where changes) over (partition by visitor, acts_from order by since) as run
    from changed
),

stays as (
    select *, max(until) over (partition by visitor, acts_from, run) as stays_until
    from runs
),

origins as (
    select distinct visitor, key_number('visitor:' || visitor) as origin from stays
    union all
    select distinct source || ':' || visitor, person_id from asked_visitors where person_id < 0
)

select
    o.origin, s.acts_from, s.acts_until, coalesce(n.person_id, s.meant) as person_id,
    coalesce(n.person_key, s.named_key) as person_key,
    case when n.origin is not null then n.address when s.named_key not like '%:%' then s.named_key end as address,
    greatest(s.since, coalesce(n.since, s.since)) as since,
    least(s.until, coalesce(n.until, s.until)) as until,
    s.stays_until
from stays as s
inner join origins as o on o.visitor = s.visitor
left join name_periods as n on n.origin = s.meant and n.since < s.until and n.until > s.since
