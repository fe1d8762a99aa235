{#
    The key of the unknown member of each dimension.

    Example:
        where customer_key <> {{ unknown_key() }}
#}
{% macro unknown_key() -%}
    '{{ '0' * 32 }}'
{%- endmacro %}
