{#
    Column names in quotes. The result has the form of the argument: a name, a list, or a mapping
    with `source_column` and `alias`.

    Arguments:
        columns  a column, or a list of columns

    Example:
        {%- set quoted = automate_dv.escape_column_names(['order', 'group']) -%}
#}
{% macro escape_column_names(columns=none) -%}
    {%- do automate_dv.require_arguments('escape_column_names', {'columns': columns}) -%}
    {%- set quoted = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- if column is mapping -%}
            {%- set pair = dict(column) -%}
            {%- for key in ['source_column', 'alias'] if key in pair -%}
                {%- do pair.update({key: automate_dv.escape_column_name(pair[key])}) -%}
            {%- endfor -%}
            {%- do quoted.append(pair) -%}
        {%- else -%}
            {%- do quoted.append(automate_dv.escape_column_name(column)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(quoted[0] if columns is string or columns is mapping else quoted) }}
{%- endmacro %}
