-- The parameters on which statements depend have the values that check_session accepts
-- https://docs.snowflake.com/en/sql-reference/parameters
-- expect: [[4]]
show parameters in session;
select count(*) as accepted
from table(result_scan(last_query_id()))
where
    ("key" in ('DATE_INPUT_FORMAT', 'TIMESTAMP_INPUT_FORMAT') and "value" = 'AUTO')
    or ("key" = 'TIMESTAMP_TYPE_MAPPING' and "value" = 'TIMESTAMP_NTZ')
    or ("key" = 'DEFAULT_DDL_COLLATION' and coalesce("value", '') = '');
