"""What Snowflake refuses and DuckDB executes; the emulator and the static tests ask the same rules.

A rule gives a message for each part of a statement that Snowflake refuses. The rules need sqlglot,
in the version of the development tools and in that of the emulator, and `contracts.names`.
"""
