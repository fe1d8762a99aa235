-- Who read which columns with personal data in the last days, and in how many queries. Access history
-- is up to three hours late. It records reads, not what was displayed, so a masked column counts as well.
-- https://docs.snowflake.com/en/sql-reference/account-usage/access_history
use role ACCOUNTADMIN;
use warehouse READING;
use database &{database};

with

tags as (

    select
        domain,
        tag_value as category,
        column_name,
        case
            when domain = 'SCHEMA' then object_database || '.' || object_name
            else object_database || '.' || object_schema || '.' || object_name
        end as tagged_name
    from snowflake.account_usage.tag_references
    where
        tag_name = 'PERSONAL_DATA'
        and domain in ('COLUMN', 'SCHEMA')
        and object_database = '&{database}'
        and object_deleted is null

),

columns_read as (

    select
        history.query_id,
        history.user_name,
        history.query_start_time,
        objects.value:"objectName"::varchar as table_name,
        table_columns.value:"columnName"::varchar as column_name
    from snowflake.account_usage.access_history as history,
        lateral flatten(input => history.base_objects_accessed) as objects,
        lateral flatten(input => objects.value:"columns") as table_columns
    where history.query_start_time >= dateadd(day, -&{audit_days}, current_timestamp())

),

-- All columns of a tagged schema count, as the masking policies do.
personal_data_reads as (

    select
        columns_read.user_name,
        queries.role_name,
        columns_read.table_name,
        columns_read.column_name,
        coalesce(column_tags.category, schema_tags.category) as category,
        count(distinct columns_read.query_id) as query_count,
        min(columns_read.query_start_time) as first_read_at,
        max(columns_read.query_start_time) as last_read_at
    from columns_read
    inner join snowflake.account_usage.query_history as queries
        on columns_read.query_id = queries.query_id
    left join tags as column_tags
        on
            column_tags.domain = 'COLUMN'
            and columns_read.table_name = column_tags.tagged_name
            and columns_read.column_name = column_tags.column_name
    left join tags as schema_tags
        on
            schema_tags.domain = 'SCHEMA'
            and startswith(columns_read.table_name, schema_tags.tagged_name || '.')
    where coalesce(column_tags.category, schema_tags.category) is not null
    group by
        columns_read.user_name,
        queries.role_name,
        columns_read.table_name,
        columns_read.column_name,
        column_tags.category,
        schema_tags.category

)

select * from personal_data_reads
order by user_name, role_name, table_name, column_name;
