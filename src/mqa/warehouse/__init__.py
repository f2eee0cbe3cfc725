"""The warehouse: immutable Parquet segments in a folder, read and written by each process's own DuckDB."""
