{#
    What a derived column is made of: SQL as it is, `!` and a text as a constant, a list as its
    items joined by `||`.

    Arguments:
        name   name of the derived column, for errors
        given  a text, a list, or a mapping with `source_column` and `escape`

    Example:
        {{ automate_dv.derived_expression('record_source', '!SAP.KNA1') }}   -- 'SAP.KNA1'
#}
{% macro derived_expression(name, given) -%}
    {%- if given is mapping -%}
        {%- do automate_dv.require_arguments(
            'derive_columns', {name ~ '.source_column': given.get('source_column')}
        ) -%}
        {%- set column = given['source_column'] -%}
        {{ automate_dv.escape_column_name(column) if given.get('escape')
            else automate_dv.derived_expression(name, column) }}
    {%- elif given is string -%}
        {{ automate_dv.as_constant(given) }}
    {%- else -%}
        {%- do automate_dv.require_arguments('derive_columns', {name: given}) -%}
        {%- set items = [] -%}
        {%- for item in given -%}
            {%- do items.append(automate_dv.as_constant(item)) -%}
        {%- endfor -%}
        {{ automate_dv.concat_ws(items) }}
    {%- endif -%}
{%- endmacro %}
