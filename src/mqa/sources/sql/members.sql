-- members: one person whom earlier loads knew.
select distinct person_id, person_key
from people
