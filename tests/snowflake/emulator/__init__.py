"""A Snowflake for tests: fakesnow on DuckDB, with more of Snowflake's behaviour."""
