-- Alerts by e-mail: on a failed task, and on a feed that is late. They can be repeated. The view
-- LATE_FEEDS is a model (models/operations/), so the first build comes before.

use role ACCOUNTADMIN;

create notification integration if not exists CUSTOMER_360_MAIL
    type = email
    enabled = true
    allowed_recipients = ('&{alert_address}');
alter notification integration CUSTOMER_360_MAIL set
    allowed_recipients = ('&{alert_address}');
grant usage on integration CUSTOMER_360_MAIL to role &{build_role};

use role &{build_role};
use warehouse TRANSFORMING;

create or replace alert &{database}.OPERATIONS.TASK_FAILED
    warehouse = READING
    schedule = '15 MINUTE'
    comment = 'A task of the project failed or was cancelled'
    if (exists (
        select name
        from table(&{database}.INFORMATION_SCHEMA.TASK_HISTORY(
            scheduled_time_range_start => dateadd('hour', -6, current_timestamp()),
            result_limit => 1000,
            error_only => true
        ))
        where
            schema_name = 'OPERATIONS'
            and completed_time > snowflake.alert.last_successful_scheduled_time()
    ))
    then
        call system$send_email(
            'CUSTOMER_360_MAIL',
            '&{alert_address}',
            'Customer 360: a task failed',
            'See the section "A task failed" of docs/runbook.md.'
        );

-- Runs after the build, which registers deliveries. One message a day.
create or replace alert &{database}.OPERATIONS.FEED_LATE
    warehouse = READING
    schedule = 'USING CRON 0 7 * * * UTC'
    comment = 'The newest delivery of a feed is older than its contract allows'
    if (exists (select feed from &{database}.OPERATIONS.LATE_FEEDS))
    then
        call system$send_email(
            'CUSTOMER_360_MAIL',
            '&{alert_address}',
            'Customer 360: a feed is late',
            'Query &{database}.OPERATIONS.LATE_FEEDS; see "A feed is late" in docs/runbook.md.'
        );

alter alert &{database}.OPERATIONS.TASK_FAILED resume;
alter alert &{database}.OPERATIONS.FEED_LATE resume;
