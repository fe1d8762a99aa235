"""Speed and memory of the package automate_dv and of AutomateDV on the same data on DuckDB."""
