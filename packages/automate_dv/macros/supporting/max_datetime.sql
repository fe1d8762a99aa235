{#
    The end of open intervals, the var `max_datetime`, as text without quotes.

    Example:
        cast('{{ automate_dv.max_datetime() }}' as timestamp)
#}
{% macro max_datetime() -%}
    {{ return(var('max_datetime', '9999-12-31 23:59:59.999999')) }}
{%- endmacro %}
