-- Which levels hold, who stands where at the end of the first day, and the stage of the journey.
create or replace table levels_held_by_hand as
select v.account_id, case condition when 8 then 1 when 26 then 2 when 14 then 3 when 13 then 4 else 5 end as level,
    v.enters, v.stays
from verdicts_by_hand as v
join firms as f on f.account_id = v.account_id
where v.condition in (8, 26, 14, 13, 15) and v.stays = 1 and f.state in ('graded', 'unknown');

-- Nobody stood anywhere yesterday, and only Priority is entered on the day it first holds.
create or replace table standings_by_hand as
select
    account_id, 5 as level, 0 as was, getvariable('as_of') as since, getvariable('as_of') - evidence_age as evidence_on,
    'entered' as cause
from levels_held_by_hand
join scores_by_hand using (account_id)
where level = 5 and enters = 1;

create or replace table streaks_by_hand as
select account_id, level, getvariable('as_of') as since from levels_held_by_hand where enters = 1;

create or replace table transitions_by_hand as from standings_by_hand;

create or replace table journey_by_hand as
with opportunities as (
    select account_id, arg_max(kind, (day, kind <> 'opened', told_on, kind)) as kind, max(day) as day
    from (
        select account_id, opportunity, outcome_id, kind, day, told_on
        from outcomes where known_on <= getvariable('as_of') group by all having sum(times) > 0
    )
    where account_id > 0 and day <= getvariable('as_of')
    group by account_id, opportunity
),

sales as (
    select
        account_id, bool_or(kind = 'opened') as open, max(day) filter (kind = 'won') as won_on,
        coalesce(max(day) filter (kind = 'lost'), 0) as lost_on
    from opportunities
    group by account_id
)

select
    s.account_id,
    case
        when o.open then 'pipeline' when o.won_on >= o.lost_on then 'won'
        when d.level = 5 and d.since > coalesce(o.lost_on, 0) and d.evidence_on > coalesce(o.lost_on, 0) then 'MQA'
        when o.lost_on > 0 then 'lost'
        when s.state = 'graded' and s.known > 0 then 'prospect' else 'suspect'
    end as stage
from scores_by_hand as s
left join sales as o using (account_id)
left join standings_by_hand as d using (account_id);
