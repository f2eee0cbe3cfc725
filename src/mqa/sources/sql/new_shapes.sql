-- new_shapes: one combination of kind, path, source, campaign and topic that no act had before.
with shaped as (
    select distinct kind, path, source, campaign, topic
    from staged
    where fate = 0 and row not in (select row from duplicates)
),

numbered as (
    select key_number(concat_ws(chr(31), kind, path, source, campaign, topic)) as shape_id, kind, path, source, campaign, topic
    from shaped
)

select * from numbered
except
select shape_id, kind, path, source, campaign, topic from shapes
