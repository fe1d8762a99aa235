-- A task graph with a retry and a child is created and resumed
-- https://docs.snowflake.com/en/user-guide/tasks-graphs
-- expect: [["BUILD", "started"], ["PUBLISH", "started"]]
create or replace schema TASKS;
create task TASKS.BUILD warehouse = C360_PROOF schedule = 'USING CRON 0 4 1 1 * UTC'
    allow_overlapping_execution = false suspend_task_after_num_failures = 3
    task_auto_retry_attempts = 1
    as select 1;
create task TASKS.PUBLISH warehouse = C360_PROOF after C360_PROOF.TASKS.BUILD as select 2;
alter task TASKS.PUBLISH resume;
alter task TASKS.BUILD resume;
show tasks in schema C360_PROOF.TASKS;
select "name", "state" from table(result_scan(last_query_id())) order by "name";
