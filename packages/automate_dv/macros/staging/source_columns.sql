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

{#
    The columns of a list that are not in another list, ignoring case and quotes.

    Arguments:
        columns   list of column names
        excluded  list of column names

    Example:
        {%- set kept = automate_dv.columns_except(['a', 'B'], ['b']) -%}   gives ['a']
#}
{% macro columns_except(columns, excluded) -%}
    {%- set excluded_lower = excluded | map('lower') | map('replace', '"', '') | list -%}
    {%- set kept = [] -%}
    {%- for name in columns if name | lower | replace('"', '') not in excluded_lower -%}
        {%- do kept.append(name) -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}
