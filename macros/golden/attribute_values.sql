{#
    What one satellite says of the customers that are refreshed, one row per attribute and stored
    change.

    Arguments:
        satellite      name of a satellite on hub_customer
        source_system  the system that speaks
        attributes     mapping of attribute name to SQL expression over the satellite's columns

    Example:
        {{ attribute_values('sat_customer_pii__oracle', 'Oracle', {'email': 'email'}) }}
#}
{% macro attribute_values(satellite, source_system, attributes) -%}
    {%- for attribute, expression in attributes.items() %}
    select
        customer_hk,
        '{{ source_system }}' as source_system,
        '{{ attribute }}' as attribute,
        cast({{ expression }} as varchar) as attribute_value,
        effective_from,
        loaded_at
    from {{ ref(satellite) }}
    where {{ needs_refresh('customer_hk') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
