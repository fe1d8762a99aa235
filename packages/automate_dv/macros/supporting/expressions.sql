{#
    A string constant for a value that begins with `!`; anything else is returned unchanged.

    Arguments:
        column_str  a column, an expression, or `!` and a string

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
    {%- set strings = [] -%}
    {%- for item in automate_dv.as_list(string_list) -%}
        {%- do strings.append('cast(' ~ item ~ ' as ' ~ automate_dv.type_string() ~ ')') -%}
    {%- endfor -%}
    {{ strings | join(" || '" ~ separator ~ "' || ") }}
{%- endmacro %}

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
