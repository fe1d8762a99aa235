"""Sets up a Snowflake account, loads delivered files, and shows who read personal data."""
