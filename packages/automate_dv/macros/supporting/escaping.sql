{#
    A column name in quotes, unless it is in quotes already or a string constant. The quotes are the
    vars `escape_char_left` and `escape_char_right`, if set.

    Arguments:
        column  a column name

    Example:
        {{ automate_dv.escape_column_name('order') }}   -- "order"
#}
{% macro escape_column_name(column=none) -%}
    {%- do automate_dv.require_arguments('escape_column_name', {'column': column}) -%}
    {%- if column is not string -%}
        {%- do automate_dv.refuse('escape_column_name', 'column', 'a name', column) -%}
    {%- endif -%}
    {{- adapter.dispatch('escape_column_name', 'automate_dv')(column=column) -}}
{%- endmacro %}

{% macro default__escape_column_name(column) -%}
    {%- set left, right = automate_dv.get_escape_characters() -%}
    {%- set is_quoted = column[0] ~ column[-1] in [left ~ right, "''"] -%}
    {{- column if is_quoted else left ~ column ~ right -}}
{%- endmacro %}

{#
    Column names in quotes. The result has the form of the argument: a name, a list, a mapping with
    `source_column` and `alias`, or none.

    Arguments:
        columns  a column, or a list of columns

    Example:
        {%- set quoted = automate_dv.escape_column_names(['order', 'group']) -%}
#}
{% macro escape_column_names(columns=none) -%}
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
    {{ return(columns if columns is none else quoted[0] if columns is string or columns is mapping
        else quoted) }}
{%- endmacro %}

{#
    The quotes around column names, before and after: the vars `escape_char_left` and
    `escape_char_right`, or the engine's.

    Example:
        {%- set left, right = automate_dv.get_escape_characters() -%}
#}
{% macro get_escape_characters() -%}
    {%- set left, right = adapter.dispatch('get_escape_characters', 'automate_dv')() -%}
    {{ return([var('escape_char_left', '') or left, var('escape_char_right', '') or right]) }}
{%- endmacro %}

{% macro default__get_escape_characters() -%}
    {{ return(['"', '"']) }}
{%- endmacro %}

{#
    A string constant. A quote in it may be written once, or twice as in SQL.

    Arguments:
        text  a string or number

    Example:
        '{{ automate_dv.escape_quotes("O'Neil") }}'   -- 'O''Neil'
#}
{% macro escape_quotes(text) -%}
    {{ return(text | string | replace("''", "'") | replace("'", "''")) }}
{%- endmacro %}
