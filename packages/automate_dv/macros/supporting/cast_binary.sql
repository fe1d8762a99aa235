{#
    A text of hexadecimal digits as a hash.

    Arguments:
        column_str  the digits, or an expression that gives them
        alias       name of the result (optional)
        quote       whether column_str is the digits themselves (default true)

    Example:
        {{ automate_dv.cast_binary('00000000000000000000000000000000', alias='customer_hk') }}
#}
{% macro cast_binary(column_str=none, alias=none, quote=true) -%}
    {%- do automate_dv.require_arguments('cast_binary', {'column_str': column_str}) -%}
    {%- set text = "'" ~ column_str ~ "'" if quote else column_str -%}
    {{- adapter.dispatch('cast_binary', 'automate_dv')(text) }}{{ ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro default__cast_binary(text) -%}
    cast(to_binary({{ text }}, 'HEX') as {{ automate_dv.type_binary() }})
{%- endmacro %}

{% macro duckdb__cast_binary(text) -%}
    unhex({{ text }})
{%- endmacro %}
