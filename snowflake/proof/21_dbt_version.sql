-- dbt Projects on Snowflake support the version of dbt that the project is pinned to
-- https://docs.snowflake.com/en/user-guide/data-engineering/dbt-projects-on-snowflake-dbt-core-versions
-- expect: [["True"]]
select contains(system$supported_dbt_versions(), '1.10.15');
