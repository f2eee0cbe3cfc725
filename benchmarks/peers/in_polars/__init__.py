"""The job in Polars: lazy frames, made by the streaming engine."""
