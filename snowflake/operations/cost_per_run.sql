-- Credits per run of dbt, day and warehouse, of the last thirty days, without idle time. A run is
-- identified by its query tag: the part after the last colon is the id of its invocation, if present.
-- Account usage lags by hours. bookkeeping.runs has start and selection of each run_id.
select
    query_tag,
    split_part(query_tag, ':', -1) as run_id,
    warehouse_name,
    date_trunc('day', min(start_time)) as first_day,
    count(*) as statements,
    round(sum(credits_attributed_compute), 3) as credits,
    round(sum(datediff('millisecond', start_time, end_time)) / 1000, 1) as statement_seconds
from SNOWFLAKE.ACCOUNT_USAGE.QUERY_ATTRIBUTION_HISTORY
where
    start_time > dateadd('day', -30, current_timestamp())
    and query_tag ilike '%customer_360%'
group by query_tag, warehouse_name
order by first_day desc, credits desc;
