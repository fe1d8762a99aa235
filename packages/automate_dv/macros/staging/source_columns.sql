{#
    The names of all columns of a relation, as a list. Empty while dbt only parses.

    Arguments:
        source_relation  a relation

    Example:
        {%- set names = automate_dv.source_columns(ref('raw_orders')) -%}
#}
{% macro source_columns(source_relation=none) -%}
    {%- if source_relation is none or not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(adapter.get_columns_in_relation(source_relation) | map(attribute='name') | list) }}
{%- endmacro %}
