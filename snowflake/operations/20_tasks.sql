-- The daily task graph: build, then publish. It can be repeated: the root is suspended, because a
-- graph changes only while its root is, and resumed last.
--
-- A failed task is retried once automatically. This is safe: each table tracks the loads that it has
-- processed, so a second build does the remaining work. Manually: execute task ... retry last.

use role TRANSFORMER;
use warehouse TRANSFORMING;

alter task if exists CUSTOMER_360.OPERATIONS.BUILD suspend;

-- Serverless tasks cannot execute a dbt project. After three failures in a row the task suspends
-- itself. Overlapping runs would take each other's pending loads.
create or replace task CUSTOMER_360.OPERATIONS.BUILD
    warehouse = TRANSFORMING
    schedule = 'USING CRON 0 4 * * * UTC'
    allow_overlapping_execution = false
    user_task_timeout_ms = 14400000
    suspend_task_after_num_failures = 3
    task_auto_retry_attempts = 1
    comment = 'Builds and tests all that is new'
    as
    execute dbt project CUSTOMER_360.OPERATIONS.CUSTOMER_360
        args = 'build --target snowflake --exclude-resource-types unit_test';

-- It starts only if the build succeeded, and publishes nothing if a test failed.
create or replace task CUSTOMER_360.OPERATIONS.PUBLISH
    warehouse = TRANSFORMING
    user_task_timeout_ms = 1800000
    comment = 'Publishes the marts of a green build'
    after CUSTOMER_360.OPERATIONS.BUILD
    as
    execute dbt project CUSTOMER_360.OPERATIONS.CUSTOMER_360
        args = 'run-operation publish --target snowflake';

alter task CUSTOMER_360.OPERATIONS.PUBLISH resume;
alter task CUSTOMER_360.OPERATIONS.BUILD resume;
