"""Shortcuts in dbt's own code, for the versions of dbt that they were written for."""
