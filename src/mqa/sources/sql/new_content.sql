-- new_content: one topic (empty: none is said) of one path or asset of this file, and its buying stage (empty: none is
-- said). edition: how often the file was loaded until then; the latest takes the place of all before. A row that
-- states several topics becomes one for each.
select distinct
    getvariable('source') as source, getvariable('file') as file, getvariable('edition') as edition,
    s.path, s.asset, u.topic, s.buying_stage, s.known_on
from staged as s
cross join unnest(case when len(s.topics) = 0 then [''] else s.topics end) as u (topic)
where s.fate = 0
