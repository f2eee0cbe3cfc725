-- repeated_in_file: one row whose id stood in the same file before. Hashes find the few ids worth a closer look.
with twice as (
    select hash(id) as hashed
    from staged
    where fate = 0
    group by hash(id)
    having count(*) > 1
)
select row, id
from staged
where fate = 0 and hash(id) in (select hashed from twice)
qualify row_number() over (partition by id order by row) > 1
