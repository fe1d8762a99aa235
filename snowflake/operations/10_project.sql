-- The dbt project as an object of Snowflake, which tasks execute (dbt Projects on Snowflake).
-- Run it as SYSADMIN after the set-up scripts; it can be repeated.

use role SYSADMIN;
use warehouse TRANSFORMING;

create schema if not exists CUSTOMER_360.OPERATIONS
    comment = 'The dbt project, its tasks and alerts, and what its runs have measured';
grant usage on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create task on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create dbt project on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create stage on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create table on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create view on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;
grant create alert on schema CUSTOMER_360.OPERATIONS to role TRANSFORMER;

-- Only ACCOUNTADMIN may grant privileges on the account.
use role ACCOUNTADMIN;
grant execute task on account to role TRANSFORMER;
grant execute alert on account to role TRANSFORMER;

use role TRANSFORMER;

-- The deployment copies the files of the project here; .github/workflows/deploy.yml.
create stage if not exists CUSTOMER_360.OPERATIONS.PROJECT_FILES
    comment = 'Files of the dbt project, with dbt_packages';

-- 1.10.15 is a version that Snowflake supports: select system$supported_dbt_versions().
create dbt project if not exists CUSTOMER_360.OPERATIONS.CUSTOMER_360
    from '@CUSTOMER_360.OPERATIONS.PROJECT_FILES'
    dbt_version = '1.10.15'
    default_target = 'snowflake'
    comment = 'Customer 360: vault, matching and marts';
