{# The key of the member that stands for "not known" in every dimension. #}
{% macro unknown_key() -%}
    '{{ '0' * 32 }}'
{%- endmacro %}
