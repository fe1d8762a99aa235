{#
    Puts what a query tells of keys and as-of dates in the place of what a table has of them, all or
    nothing.

    On Snowflake within a transaction of its own, on DuckDB within that of the model.

    Arguments:
        target  relation of the table; its first column is the key
        query   text of a query that ends in told_moments; it may read the table

    Example:
        see materialise_moments
#}
{% macro put_in_place(target, query) -%}
    {%- set told = make_temp_relation(target) -%}
    {%- do run_query(create_table_as(true, told, query)) -%}
    {%- call statement('main') -%}
        {{ adapter.dispatch('at_once', 'automate_dv')(automate_dv.replaced_moments(target, told)) }}
    {%- endcall -%}
    {%- do adapter.drop_relation(told) -%}
{%- endmacro %}

{#
    The statements that take out of a table what another tells anew, and put in its rows.

    Arguments:
        target  relation of the table
        told    relation of what told_moments gives

    Example:
        see put_in_place
#}
{% macro replaced_moments(target, told) -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | list -%}
    {%- set pk = columns[0] -%}
    delete from {{ target }}
    where as_of_date in (select as_of_date from {{ told }} where {{ pk }} is null);
    delete from {{ target }}
    using (select distinct {{ pk }}, as_of_date from {{ told }}) as told
    where {{ target }}.{{ pk }} = told.{{ pk }} and {{ target }}.as_of_date = told.as_of_date;
    insert into {{ target }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }} from {{ told }} where is_row;
{%- endmacro %}

{% macro default__at_once(statements) -%}
    {{ statements }}
{%- endmacro %}

{% macro snowflake__at_once(statements) -%}
    begin;
    {{ statements }}
    commit;
{%- endmacro %}
