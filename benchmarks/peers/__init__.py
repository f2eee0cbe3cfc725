"""The job of the line in Polars, pandas and Spark, beside ours."""
