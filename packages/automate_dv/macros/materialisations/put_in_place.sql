{#
    Puts what a query tells of keys and as-of dates in the place of what a table has of them, all or
    nothing. A query with other columns than the table's is an error.

    Arguments:
        target  relation of the table; its first column is the key
        query   text of a query that ends in told_moments; it may read the table

    Example:
        see materialise_moments
#}
{% macro put_in_place(target, query) -%}
    {%- set told = make_temp_relation(target) -%}
    {%- do run_query(create_table_as(true, told, query)) -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | list -%}
    {%- set told_columns = adapter.get_columns_in_relation(told) | map(attribute='quoted')
        | reject('in', ['"is_row"', '"IS_ROW"']) | list -%}
    {%- if told_columns | sort != columns | sort -%}
        {{ exceptions.raise_compiler_error(
            target ~ ' has the columns ' ~ columns ~ ', its model ' ~ told_columns
            ~ ': run it with --full-refresh'
        ) }}
    {%- endif -%}
    {%- call statement('main') -%}
        {{ automate_dv.at_once(automate_dv.replaced_moments(target, told, columns)) }}
    {%- endcall -%}
    {%- do adapter.drop_relation(told) -%}
{%- endmacro %}
