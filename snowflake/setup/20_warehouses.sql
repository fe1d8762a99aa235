-- A warehouse per type of work, so that each has its own size and its costs are shown separately. All
-- suspend after a minute and share one budget.
use role SYSADMIN;

create warehouse if not exists LOADING initially_suspended = true;
alter warehouse LOADING set
    warehouse_size = XSMALL
    auto_suspend = 60
    auto_resume = true
    statement_timeout_in_seconds = 3600
    comment = 'COPY of delivered files';

create warehouse if not exists TRANSFORMING initially_suspended = true;
alter warehouse TRANSFORMING set
    warehouse_size = &{transforming_size}
    auto_suspend = 60
    auto_resume = true
    statement_timeout_in_seconds = 14400
    comment = 'SQL models, tests and publication';

-- The Python models hold their rows in the memory of one node. A Snowpark-optimized warehouse has
-- more memory per node; MEDIUM is its default and smallest size with it.
-- https://docs.snowflake.com/en/user-guide/warehouses-snowpark-optimized
create warehouse if not exists MATCHING
    warehouse_type = 'SNOWPARK-OPTIMIZED' warehouse_size = MEDIUM initially_suspended = true;
alter warehouse MATCHING set
    warehouse_size = &{matching_size}
    auto_suspend = 60
    auto_resume = true
    statement_timeout_in_seconds = 14400
    comment = 'Python models: scoring of pairs and clustering';

create warehouse if not exists READING initially_suspended = true;
alter warehouse READING set
    warehouse_size = &{reading_size}
    auto_suspend = 60
    auto_resume = true
    statement_timeout_in_seconds = 1800
    comment = 'Queries of readers, stewards and analysts';

use role ACCOUNTADMIN;

create resource monitor if not exists CUSTOMER_360 with
    credit_quota = &{credit_quota} frequency = monthly start_timestamp = immediately;
alter resource monitor CUSTOMER_360 set
    credit_quota = &{credit_quota}
    triggers
        on 80 percent do notify
        on 100 percent do suspend
        on 110 percent do suspend_immediate;
alter warehouse LOADING set resource_monitor = CUSTOMER_360;
alter warehouse TRANSFORMING set resource_monitor = CUSTOMER_360;
alter warehouse MATCHING set resource_monitor = CUSTOMER_360;
alter warehouse READING set resource_monitor = CUSTOMER_360;
