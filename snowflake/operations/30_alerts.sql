-- Alerts by e-mail: on a failed task, and on a feed that is late. They can be repeated.
-- Replace the recipients; their e-mail addresses must be verified in Snowflake.

use role ACCOUNTADMIN;

create notification integration if not exists CUSTOMER_360_MAIL
    type = email
    enabled = true
    allowed_recipients = ('data-operations@example.com');
grant usage on integration CUSTOMER_360_MAIL to role TRANSFORMER;

use role TRANSFORMER;
use warehouse TRANSFORMING;

-- Grain: one row per feed whose newest delivery is older than its contract allows.
-- The days are the freshness of contracts/; a test compares them. The first build replaces the view
-- with the model of this name (models/operations/), which the alert reads in the same way.
create or replace view CUSTOMER_360.OPERATIONS.LATE_FEEDS as
with

promises as (
    select
        promised.feed,
        promised.days
    from (
        values
            ('clickstream', 1),
            ('exchange_rates', 1),
            ('finance_accounts', 1),
            ('finance_ledger_entries', 1),
            ('finance_transactions', 1),
            ('fraud_alerts', 1),
            ('interactions', 1),
            ('marketing_leads', 1),
            ('opportunities', 1),
            ('oracle_customers', 1),
            ('order_lines', 1),
            ('orders', 1),
            ('platform_metrics', 1),
            ('products', 1),
            ('salesforce_accounts', 1),
            ('salesforce_contacts', 1),
            ('sap_kna1', 1),
            ('shipments', 1),
            ('support_tickets', 1)
    ) as promised (feed, days)
),

newest_deliveries as (
    select
        feed,
        max(delivery_date) as newest_delivery
    from CUSTOMER_360.STAGING.STG_LANDING__DELIVERIES
    group by feed
),

late_feeds as (
    select
        promises.feed,
        promises.days,
        newest_deliveries.newest_delivery
    from promises
    left join newest_deliveries
        on promises.feed = newest_deliveries.feed
    where
        newest_deliveries.newest_delivery is null
        or dateadd('day', promises.days, newest_deliveries.newest_delivery) < current_date()
)

select * from late_feeds;

create or replace alert CUSTOMER_360.OPERATIONS.TASK_FAILED
    warehouse = READING
    schedule = '15 MINUTE'
    comment = 'A task of the project failed or was cancelled'
    if (exists (
        select name
        from table(CUSTOMER_360.INFORMATION_SCHEMA.TASK_HISTORY(
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
            'data-operations@example.com',
            'Customer 360: a task failed',
            'See the section "A task failed" of docs/runbook.md.'
        );

-- Runs after the build, which registers deliveries. One message a day.
create or replace alert CUSTOMER_360.OPERATIONS.FEED_LATE
    warehouse = READING
    schedule = 'USING CRON 0 7 * * * UTC'
    comment = 'The newest delivery of a feed is older than its contract allows'
    if (exists (select feed from CUSTOMER_360.OPERATIONS.LATE_FEEDS))
    then
        call system$send_email(
            'CUSTOMER_360_MAIL',
            'data-operations@example.com',
            'Customer 360: a feed is late',
            'Query CUSTOMER_360.OPERATIONS.LATE_FEEDS; see "A feed is late" in docs/runbook.md.'
        );

alter alert CUSTOMER_360.OPERATIONS.TASK_FAILED resume;
alter alert CUSTOMER_360.OPERATIONS.FEED_LATE resume;
