{#
    The condition that two relations agree in some columns, null agreeing with null.

    Arguments:
        columns  list of column names
        left     name of the one relation
        right    name of the other

    Example:
        left join stored on {{ automate_dv.same_columns(['customer_hk'], 'staged', 'stored') }}
#}
{% macro same_columns(columns, left, right) -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {{ left }}.{{ column }} is not distinct from {{ right }}.{{ column }}
        {{- ' and ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
