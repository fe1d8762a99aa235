-- Dates, times and numbers that quarantine refuses are not read as something else
-- https://docs.snowflake.com/en/sql-reference/functions/try_to_date
-- expect: [["2026-02-28", "None", "None", "None", "12.50"]]
select
    try_to_date('2026-02-28', 'YYYY-MM-DD'),
    try_to_date('2026-02-30', 'YYYY-MM-DD'),
    try_to_date('28.02.2026', 'YYYY-MM-DD'),
    try_to_number('1_000', 18, 2),
    try_to_number('12.50', 18, 2);
