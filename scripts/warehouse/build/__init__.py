"""Runs dbt, and keeps what the commands need to know about the last build."""
