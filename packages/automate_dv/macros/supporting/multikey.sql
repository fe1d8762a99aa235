{#
    A condition over each column of a key, joined by an operator.

    Arguments:
        columns    a column, or a list of columns
        prefix     name of a relation; a list of two compares their columns
        condition  what comes after each column, or between the two: 'is not null', '=', ...
        operator   what joins the conditions (default `and`)

    Example:
        {{ automate_dv.multikey(['a', 'b'], prefix=['x', 'y'], condition='=') }}
        gives (x.a = y.a and x.b = y.b)
#}
{% macro multikey(columns=none, prefix=none, condition=none, operator='and') -%}
    {%- do automate_dv.require_arguments(
        'multikey', {'columns': columns, 'condition': condition}
    ) -%}
    {%- set sides = automate_dv.as_list(prefix) -%}
    {%- set terms = [] -%}
    {%- for column in automate_dv.column_names(columns) -%}
        {%- if sides | length == 2 -%}
            {%- do terms.append(
                sides[0] ~ '.' ~ column ~ ' ' ~ condition ~ ' ' ~ sides[1] ~ '.' ~ column
            ) -%}
        {%- else -%}
            {%- do terms.append((sides[0] ~ '.' if sides else '') ~ column ~ ' ' ~ condition) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ '(' if terms | length > 1 }}
    {{- terms | join(' ' ~ operator ~ ' ') -}}
    {{ ')' if terms | length > 1 }}
{%- endmacro %}
