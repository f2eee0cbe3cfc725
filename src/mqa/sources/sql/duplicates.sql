-- duplicates: one row whose act was loaded before, or stood earlier in the same file.
select row from already_loaded
union
select row from repeated_in_file
