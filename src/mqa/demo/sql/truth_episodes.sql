-- truth_episodes: one stretch of one company: the episode in it (looking), its stages and strength, the planted
-- probability of an opportunity, and the opportunity that came of it.
select e.*, c.domain, 'A' || lpad(c.company_id::varchar, 7, '0') as account
from episodes as e
inner join companies as c on c.company_id = e.company_id
order by e.episode_id
