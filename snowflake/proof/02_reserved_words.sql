-- A reserved word is refused as the name of a schema
-- https://docs.snowflake.com/en/sql-reference/reserved-keywords
-- expect error: syntax error
create schema increment;
