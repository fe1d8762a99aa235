{# The attributes of a golden customer, in the order in which tables show them. #}
{% macro golden_attributes() -%}
    {{ return([
        'full_name', 'email', 'phone', 'country', 'city', 'segment', 'industry', 'source_systems',
    ]) }}
{%- endmacro %}
