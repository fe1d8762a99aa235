"""Reads and checks every delivered file before dbt starts."""
