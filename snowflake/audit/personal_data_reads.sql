-- Who read which columns with personal data in the last days, and in how many queries. Access history
-- is up to three hours late. Policies do not matter here: a masked column counts as read.
-- https://docs.snowflake.com/en/sql-reference/account-usage/access_history
use role ACCOUNTADMIN;

with

personal_columns as (

    select
        object_database || '.' || object_schema || '.' || object_name as table_name,
        column_name,
        tag_value as category
    from snowflake.account_usage.tag_references
    where
        tag_name = 'PERSONAL_DATA'
        and domain = 'COLUMN'
        and object_database = '&{database}'
        and object_deleted is null

),

columns_read as (

    select
        history.query_id,
        history.user_name,
        history.query_start_time,
        objects.value:"objectName"::varchar as table_name,
        columns_of.value:"columnName"::varchar as column_name
    from snowflake.account_usage.access_history as history,
        lateral flatten(input => history.base_objects_accessed) as objects,
        lateral flatten(input => objects.value:"columns") as columns_of
    where history.query_start_time >= dateadd(day, -&{audit_days}, current_timestamp())

),

personal_data_reads as (

    select
        columns_read.user_name,
        queries.role_name,
        columns_read.table_name,
        columns_read.column_name,
        personal_columns.category,
        count(distinct columns_read.query_id) as query_count,
        min(columns_read.query_start_time) as first_read_at,
        max(columns_read.query_start_time) as last_read_at
    from columns_read
    inner join personal_columns
        on
            columns_read.table_name = personal_columns.table_name
            and columns_read.column_name = personal_columns.column_name
    inner join snowflake.account_usage.query_history as queries
        on columns_read.query_id = queries.query_id
    group by
        columns_read.user_name,
        queries.role_name,
        columns_read.table_name,
        columns_read.column_name,
        personal_columns.category

)

select * from personal_data_reads
order by user_name, role_name, table_name, column_name;
