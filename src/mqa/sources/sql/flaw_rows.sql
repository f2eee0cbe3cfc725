-- flaw_rows: one cell (or one line) of the file that could not be used, and why. A column of theirs may be read twice.
select distinct row, f.flaw.column_name as column_name, f.flaw.value as value, f.flaw.reason as reason, f.flaw.mend as mend
from staged
cross join unnest(flaws) as f (flaw)
where flaws is not null
union all
select row, column_name, value, reason, mend
from unplaced
