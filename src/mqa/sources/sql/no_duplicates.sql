-- no_duplicates: the empty form of `duplicates`, for tables whose rows have no id of their own to go by.
select cast(null as bigint) as row
where false
