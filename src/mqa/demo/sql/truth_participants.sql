-- truth_participants: one person who took part in an episode.
select p.*, w.email, w.role
from participants as p
inner join people as w on w.person_id = p.person_id
order by p.episode_id, p.person_id
