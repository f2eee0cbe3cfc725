-- already_loaded: one row whose act an earlier file of the same source brought.
with known as (
    select activity_id
    from activities
    where source = getvariable('source') and activity_id in (select id from staged where fate = 0)
)
select row
from staged
where fate = 0 and id in (select activity_id from known)
