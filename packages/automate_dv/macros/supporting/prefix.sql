{#
    Columns with the name of their relation before them.

    Arguments:
        columns     list of column names
        prefix_str  name of the relation

    Example:
        {{ automate_dv.prefix(['customer_hk', 'loaded_at'], 'stored') }}
#}
{% macro prefix(columns, prefix_str) -%}
    {%- set prefixed = [] -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {%- do prefixed.append(prefix_str ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ prefixed | join(', ') }}
{%- endmacro %}
