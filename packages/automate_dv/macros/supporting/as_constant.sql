{#
    A text constant for a value that begins with `!`; anything else is returned unchanged.

    Arguments:
        column_str  a column, an expression, or `!` and a text

    Example:
        {{ automate_dv.as_constant('!SAP') }}   -- 'SAP'
#}
{% macro as_constant(column_str=none) -%}
    {%- do automate_dv.require_arguments('as_constant', {'column_str': column_str}) -%}
    {%- if column_str[0] == '!' -%}
        '{{ column_str[1:] | replace("'", "''") }}'
    {%- else -%}
        {{ column_str }}
    {%- endif -%}
{%- endmacro %}
