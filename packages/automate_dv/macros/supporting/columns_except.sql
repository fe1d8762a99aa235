{#
    The columns of a list that are not in another list, ignoring case.

    Arguments:
        columns   list of column names
        excluded  list of column names

    Example:
        {%- set kept = automate_dv.columns_except(['a', 'B'], ['b']) -%}   gives ['a']
#}
{% macro columns_except(columns, excluded) -%}
    {%- set excluded_lower = excluded | map('lower') | list -%}
    {%- set kept = [] -%}
    {%- for name in columns if name | lower not in excluded_lower -%}
        {%- do kept.append(name) -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}
