-- rolled_up: one account that is rolled up to the topmost company of its family, or ever was, from a day until another (not
-- included), and that company (null: it stands by itself).
select account_id, case when getvariable('families') = 'roll up' then top_id end as top_id, since, until
from family_periods
where getvariable('families') = 'roll up' or account_id in (select account_id from families where unit_id = top_id)
