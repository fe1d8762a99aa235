{#
    The Levenshtein distance of two strings: insertions, deletions and substitutions.

    Arguments:
        one, other  text expressions

    Example:
        {{ edit_distance('ids.value', 'others.value') }}
#}
{% macro edit_distance(one, other) -%}
    {{ adapter.dispatch('edit_distance')(one, other) }}
{%- endmacro %}

{% macro default__edit_distance(one, other) -%}
    editdistance({{ one }}, {{ other }})
{%- endmacro %}

{% macro duckdb__edit_distance(one, other) -%}
    levenshtein({{ one }}, {{ other }})
{%- endmacro %}
