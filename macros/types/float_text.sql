{#
    A floating-point number as text, the same on both engines: Snowflake writes 12.0 as 12.

    Arguments:
        number  an expression of type double

    Example:
        {{ float_text('frequency') }}
#}
{% macro float_text(number) -%}
    {{- adapter.dispatch('float_text')(number) -}}
{%- endmacro %}

{% macro default__float_text(number) -%}
    cast({{ number }} as varchar)
        || case when {{ number }} = floor({{ number }}) then '.0' else '' end
{%- endmacro %}

{% macro duckdb__float_text(number) -%}
    cast({{ number }} as varchar)
{%- endmacro %}
