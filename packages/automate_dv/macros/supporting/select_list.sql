{#
    Columns for a select from staging: `source_column as alias`, or the name alone.

    Arguments:
        columns  list of columns

    Example:
        select {{ automate_dv.select_list([{'source_column': 'a', 'alias': 'b'}, 'c']) }}
        gives a as b, c
#}
{% macro select_list(columns) -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- if column is mapping -%}
            {%- for key in ['source_column', 'alias'] if key not in column -%}
                {{ exceptions.raise_compiler_error(
                    "automate_dv.select_list: the column " ~ column ~ " has no '" ~ key ~ "'"
                ) }}
            {%- endfor -%}
            {{ column['source_column'] }} as {{ column['alias'] }}
        {%- else -%}
            {{ column }}
        {%- endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
