"""AutomateDV, called upstream, on DuckDB, for benchmarks that compare this package with it."""
