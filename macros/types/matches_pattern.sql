{#
    Whether the whole of a string matches a regular expression.

    Arguments:
        expression  a string
        pattern     a regular expression, without anchors

    Example:
        {{ matches_pattern('customer_id', '[A-Z]+[0-9]+') }}
#}
{% macro matches_pattern(expression, pattern) -%}
    {{ adapter.dispatch('matches_pattern')(expression, pattern) }}
{%- endmacro %}

{% macro default__matches_pattern(expression, pattern) -%}
    regexp_like({{ expression }}, {{ text_literal(pattern) }})
{%- endmacro %}

{% macro duckdb__matches_pattern(expression, pattern) -%}
    regexp_full_match({{ expression }}, {{ text_literal(pattern) }})
{%- endmacro %}
