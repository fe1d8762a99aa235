{#
    Replaces all rows of a table by those of a query, at once; the query may read the table.

    By default by `create or replace table ... as`, as Snowflake has it. On DuckDB within the
    transaction of the model.

    Arguments:
        target  relation of the table
        query   text of the query

    Example:
        see materialise_replaced
#}
{% macro replace_rows(target, query) -%}
    {{ return(adapter.dispatch('replace_rows', 'automate_dv')(target, query)) }}
{%- endmacro %}

{% macro default__replace_rows(target, query) -%}
    {%- call statement('main') -%}
        {{ create_table_as(false, target, query) }}
    {%- endcall -%}
{%- endmacro %}

{% macro duckdb__replace_rows(target, query) -%}
    {%- set computed = make_temp_relation(target) -%}
    {%- do run_query(create_table_as(true, computed, query)) -%}
    {%- call statement('main') -%}
        delete from {{ target }};
        insert into {{ target }} by name select * from {{ computed }};
    {%- endcall -%}
    {%- do adapter.drop_relation(computed) -%}
{%- endmacro %}
