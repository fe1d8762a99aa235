{#
    The names of columns in staging: the `source_column` of a mapping, otherwise the name itself.

    Arguments:
        columns  a column, a list of them, or none

    Example:
        {%- set names = automate_dv.source_names([{'source_column': 'a', 'alias': 'b'}, 'c']) -%}
        gives ['a', 'c']
#}
{% macro source_names(columns) -%}
    {%- set names = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- do names.append(column['source_column'] if column is mapping else column) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
