-- Credits per run of dbt, warehouse and day, of the last thirty days, without idle time. The last part
-- of a query tag is the id of the invocation (macros/snowflake/query_tag.sql). Statements before the
-- first model of a session have the tag of the profile only: their run_id is null.
-- Account usage lags by hours. bookkeeping.runs has start and selection of each run_id.
select
    iff(contains(query_tag, ':'), split_part(query_tag, ':', -1), null) as run_id,
    warehouse_name,
    date_trunc('day', start_time) as day,
    count(*) as statements,
    round(sum(credits_attributed_compute), 3) as credits,
    round(sum(datediff('millisecond', start_time, end_time)) / 1000, 1) as statement_seconds
from SNOWFLAKE.ACCOUNT_USAGE.QUERY_ATTRIBUTION_HISTORY
where
    start_time > dateadd('day', -30, current_timestamp())
    and startswith(query_tag, 'customer_360')
group by 1, 2, 3
order by day desc, credits desc;
