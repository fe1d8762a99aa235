{#
    dbt compares the columns of a query with the contract of its model in two statements, before it
    creates the table. Here it does so until the table exists: in the first build, as that of CI and
    of a deployment, which build what changed in schemas of their own. Later the database checks
    names, types and nulls when it creates the table with the columns of the contract.

    dbt calls this macro instead of its own.

    Arguments:
        sql  text of the query

    Example:
        dbt run --select dim_customer
#}
{% macro snowflake__get_assert_columns_equivalent(sql) -%}
    {%- if load_relation(this) is none -%}
        {{ return(dbt.default__get_assert_columns_equivalent(sql)) }}
    {%- endif -%}
{%- endmacro %}
