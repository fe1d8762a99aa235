-- An alert on the task history is created
-- https://docs.snowflake.com/en/sql-reference/sql/create-alert
-- expect: [["TASK_FAILED", "suspended"]]
create or replace schema ALERTS;
create alert ALERTS.TASK_FAILED warehouse = C360_PROOF schedule = '60 MINUTE'
    if (exists (
        select name from table(C360_PROOF.information_schema.task_history(
            scheduled_time_range_start => dateadd('hour', -6, current_timestamp()),
            result_limit => 1000, error_only => true
        ))
        where completed_time > snowflake.alert.last_successful_scheduled_time()
    ))
    then select 1;
show alerts in schema C360_PROOF.ALERTS;
select "name", "state" from table(result_scan(last_query_id()));
