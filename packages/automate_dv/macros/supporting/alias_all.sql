{#
    Columns for a select list, each as returned by alias.

    Arguments:
        columns  list of columns
        prefix   name of the relation (optional)

    Example:
        {{ automate_dv.alias_all(['order_hk', {'source_column': 'a', 'alias': 'b'}], 'staged') }}
        gives staged.order_hk, staged.a as b
#}
{% macro alias_all(columns=none, prefix=none) -%}
    {%- do automate_dv.require_arguments('alias_all', {'columns': columns}) -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {{ automate_dv.alias(column, prefix) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
