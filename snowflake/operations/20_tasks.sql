-- The daily task graph: build, then publish. It can be repeated: the root is suspended, because a
-- graph changes only while its root is, and resumed last. The deployment creates the project that the
-- tasks execute (.github/workflows/deploy.yml). Nothing here loads files: they must be in the landing
-- tables before the build starts.
--
-- A failed task is retried once automatically. This is safe: each table tracks the loads that it has
-- processed, so a second build does the remaining work. Manually: execute task ... retry last.

use role &{build_role};
use warehouse TRANSFORMING;

alter task if exists &{database}.OPERATIONS.BUILD suspend;

-- Serverless tasks cannot execute a dbt project. After three failures in a row the task suspends
-- itself. Overlapping runs would take each other's pending loads.
create or replace task &{database}.OPERATIONS.BUILD
    warehouse = TRANSFORMING
    schedule = 'USING CRON 0 4 * * * UTC'
    allow_overlapping_execution = false
    user_task_timeout_ms = 14400000
    suspend_task_after_num_failures = 3
    task_auto_retry_attempts = 1
    comment = 'Builds and tests all that is new'
    as
    execute dbt project &{database}.OPERATIONS.CUSTOMER_360
        args = 'build --target snowflake --exclude-resource-types unit_test';

-- It starts only if the build succeeded, and publishes nothing if a test failed.
create or replace task &{database}.OPERATIONS.PUBLISH
    warehouse = TRANSFORMING
    user_task_timeout_ms = 1800000
    comment = 'Publishes the marts of a green build'
    after &{database}.OPERATIONS.BUILD
    as
    execute dbt project &{database}.OPERATIONS.CUSTOMER_360
        args = 'run-operation publish --target snowflake';

alter task &{database}.OPERATIONS.PUBLISH resume;
alter task &{database}.OPERATIONS.BUILD resume;
