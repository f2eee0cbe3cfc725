-- already_loaded: one row whose act an earlier file of the same source brought.
select row
from suspects
where id in (select activity_id from suspected where source = getvariable('source'))
