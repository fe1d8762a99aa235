{#
    A column name in quotes, unless it is in quotes already.

    Arguments:
        column  a column name

    Example:
        {{ automate_dv.escape_column_name('order') }}   -- "order"
#}
{% macro escape_column_name(column=none) -%}
    {%- do automate_dv.require_arguments('escape_column_name', {'column': column}) -%}
    {{- column if column[0] == '"' else adapter.quote(column) -}}
{%- endmacro %}
