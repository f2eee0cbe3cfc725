-- amounts: opportunities opened in a period, and those won in it (kind: opened, won), with their amounts in thousandths
-- of one currency; currencies are never added up, and none is converted. part: what marketing has in them (see
-- `opportunities`). Cohort: the day it was opened, or won. Denominator of the share sourced: all of the same kind and
-- currency. Censoring: an open opportunity may still be won, so opened and won are not a rate.
select p.period, 'opened' as kind, o.currency, o.part, count(*) as opportunities,
    cast(coalesce(sum(o.amount_milli), 0) as bigint) as amount_milli
from periods as p
inner join opportunities as o on o.opened_on >= p.first_day and o.opened_on <= p.last_day
group by p.period, o.currency, o.part
union all
select p.period, 'won' as kind, o.currency, o.part, count(*) as opportunities,
    cast(coalesce(sum(o.amount_milli), 0) as bigint) as amount_milli
from periods as p
inner join opportunities as o on o.closed_on >= p.first_day and o.closed_on <= p.last_day
where o.state = 'won'
group by p.period, o.currency, o.part
