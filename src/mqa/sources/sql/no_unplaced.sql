-- no_unplaced: the empty form of `unplaced`, for tables whose rows need no account.
select
    cast(null as bigint) as row, '' as column_name, '' as value, '' as reason, '' as mend
where false
