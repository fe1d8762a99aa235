{#
    One flat list of columns from names, mappings and lists of them, without nulls.

    Arguments:
        columns  list of columns and lists of columns

    Example:
        {%- set names = automate_dv.expand_column_list(['a', ['b', 'c'], none]) -%}
        gives ['a', 'b', 'c']
#}
{% macro expand_column_list(columns=none) -%}
    {%- do automate_dv.require_arguments('expand_column_list', {'columns': columns}) -%}
    {%- if columns is string or columns is mapping -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.expand_column_list: the argument columns must be a list; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
    {%- set flat = [] -%}
    {%- for item in columns -%}
        {%- do flat.extend(automate_dv.as_list(item)) -%}
    {%- endfor -%}
    {{ return(flat) }}
{%- endmacro %}
