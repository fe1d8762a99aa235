{#
    A string constant for a value that begins with `!`; anything else is returned unchanged. A quote
    in the string may be written once, or twice as in SQL.

    Arguments:
        column_str  a column, an expression, or `!` and a string

    Example:
        {{ automate_dv.as_constant('!SAP') }}   -- 'SAP'
#}
{% macro as_constant(column_str=none) -%}
    {%- do automate_dv.require_arguments('as_constant', {'column_str': column_str}) -%}
    {%- if column_str is not string -%}
        {%- do automate_dv.refuse('as_constant', 'column_str', 'an expression', column_str) -%}
    {%- endif -%}
    {{- adapter.dispatch('as_constant', 'automate_dv')(column_str=column_str) -}}
{%- endmacro %}

{% macro default__as_constant(column_str) -%}
    {%- if column_str[0] == '!' -%}
        '{{ automate_dv.escape_quotes(column_str[1:]) }}'
    {%- else -%}
        {{ column_str }}
    {%- endif -%}
{%- endmacro %}

{#
    Strings joined by a separator; null if one of them is null, on both engines (DuckDB's own
    function skips nulls).

    Arguments:
        string_list  list of expressions
        separator    the separator (default `||`)

    Example:
        {{ automate_dv.concat_ws(['source_system', 'customer_id'], '-') }}
#}
{% macro concat_ws(string_list=none, separator='||') -%}
    {%- do automate_dv.require_arguments('concat_ws', {'string_list': string_list}) -%}
    {{- adapter.dispatch('concat_ws', 'automate_dv')(
        string_list=string_list, separator=separator
    ) -}}
{%- endmacro %}

{% macro default__concat_ws(string_list, separator='||') -%}
    {%- set strings = [] -%}
    {%- for item in automate_dv.as_list(string_list) -%}
        {%- do strings.append('cast(' ~ item ~ ' as ' ~ automate_dv.type_string() ~ ')') -%}
    {%- endfor -%}
    {{ strings | join(" || '" ~ automate_dv.escape_quotes(separator) ~ "' || ") }}
{%- endmacro %}
