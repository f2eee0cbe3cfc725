-- suspects: one row whose id may be that of an act in one row of one stored file, by the index of the file.
select s.row, s.id, k.file, k.stored_row
from staged as s
inner join seen_ids as k on k.row = s.row
