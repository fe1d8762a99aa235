"""Proves properties that only a Snowflake account can show; see README.md."""
