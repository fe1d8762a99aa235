{#
    The hash key of the ghost record: as many zero bytes as a hash has.

    Example:
        coalesce(customer_hk, {{ automate_dv.ghost_key() }})
#}
{% macro ghost_key() -%}
    {%- set bytes = {'MD5': 16, 'SHA': 32, 'SHA1': 20}[var('hash', 'MD5') | upper] -%}
    {{- automate_dv.cast_binary('00' * bytes) -}}
{%- endmacro %}
