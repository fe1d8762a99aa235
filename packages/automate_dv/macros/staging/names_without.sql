{#
    The names of a list that are not in another, capitals not told apart.

    Arguments:
        names     list of names
        excluded  list of names

    Example:
        {%- set kept = automate_dv.names_without(['a', 'B'], ['b']) -%}   gives ['a']
#}
{% macro names_without(names, excluded) -%}
    {%- set lowered = excluded | map('lower') | list -%}
    {%- set kept = [] -%}
    {%- for name in names if name | lower not in lowered -%}
        {%- do kept.append(name) -%}
    {%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}
