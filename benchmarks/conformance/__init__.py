"""Runs the behaviour scenarios of AutomateDV on DuckDB with the package automate_dv."""
