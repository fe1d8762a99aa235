-- Files arrive in the bucket of snowflake/terraform. DESC INTEGRATION shows the IAM user and the
-- external id that its variables take.
-- https://docs.snowflake.com/en/user-guide/data-load-s3-config-storage-integration
use role ACCOUNTADMIN;

create storage integration if not exists CUSTOMER_360_DELIVERIES
    type = external_stage
    storage_provider = 'S3'
    enabled = true
    storage_aws_role_arn = '&{aws_role_arn}'
    storage_allowed_locations = ('&{deliveries_url}');
alter storage integration CUSTOMER_360_DELIVERIES set
    storage_aws_role_arn = '&{aws_role_arn}'
    storage_allowed_locations = ('&{deliveries_url}');
grant usage on integration CUSTOMER_360_DELIVERIES to role SYSADMIN;

use role SYSADMIN;
use database &{database};

create stage if not exists landing_files.deliveries
    url = '&{deliveries_url}'
    storage_integration = CUSTOMER_360_DELIVERIES
    comment = 'Delivered files: <feed>/<batch>.csv or .jsonl';
grant usage on stage landing_files.deliveries to role LOADER;
