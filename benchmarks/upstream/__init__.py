"""AutomateDV on DuckDB, called upstream: what benchmarks compare the own package with."""
