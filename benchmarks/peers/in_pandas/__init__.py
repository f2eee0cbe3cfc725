"""The job in pandas: whole columns, numbers as keys, groups without sorting."""
