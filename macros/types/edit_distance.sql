{#
    The number of letters to add, drop or change until one text is the other.

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
