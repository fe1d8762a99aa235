-- A time has the same text whatever the session's formats are
-- https://docs.snowflake.com/en/sql-reference/functions/to_char
-- expect: [["2026-01-05 04:00:00.123456"]]
alter session set timestamp_output_format = 'DD.MM.YYYY';
select to_varchar(
    cast('2026-01-05 04:00:00.123456' as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6'
);
