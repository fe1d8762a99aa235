{#
    The attribute values in one satellite for the customer records to refresh, trimmed, one row per
    attribute and satellite row. An empty value is null.

    Arguments:
        satellite      name of a satellite on hub_customer
        source_system  name of the source system
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
        nullif(trim(cast({{ expression }} as varchar)), '') as attribute_value,
        effective_from,
        loaded_at
    from {{ ref(satellite) }}
    where {{ needs_refresh('customer_hk') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
