{#
    The key of the member that stands for "not known" in every dimension.

    Example:
        where customer_key <> {{ unknown_key() }}
#}
{% macro unknown_key() -%}
    '{{ '0' * 32 }}'
{%- endmacro %}
