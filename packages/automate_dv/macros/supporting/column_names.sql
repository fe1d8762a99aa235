{#
    The names of columns in the vault table: the alias of a mapping with `source_column` and
    `alias`, otherwise the name itself.

    Arguments:
        columns  a column, a list of them, or none

    Example:
        {%- set names = automate_dv.column_names([{'source_column': 'a', 'alias': 'b'}, 'c']) -%}
        gives ['b', 'c']
#}
{% macro column_names(columns) -%}
    {%- set names = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- do names.append(column['alias'] if column is mapping else column) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
