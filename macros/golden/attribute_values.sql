{#
    The attribute values in one satellite for the customer records to refresh, trimmed, one row per
    attribute and satellite row that does not repeat the previous one. An empty value is null.

    A correction of an event gets the latest source time delivered so far, because with an earlier
    one it would count as outdated.

    Arguments:
        satellite      name of a satellite on hub_customer
        source_system  name of the source system
        attributes     mapping of attribute name to SQL expression over the satellite's columns

    Example:
        {{ attribute_values('sat_customer_pii__oracle', 'Oracle', {'email': 'email'}) }}
#}
{% macro attribute_values(satellite, source_system, attributes) -%}
    {%- set corrected = is_delivered_as('events', satellite) -%}
    {%- set rows = rows_without_repeats(satellite, needs_refresh('customer_hk')) | indent(4) -%}
    {%- for attribute, expression in attributes.items() %}
    select
        customer_hk,
        '{{ source_system }}' as source_system,
        '{{ attribute }}' as attribute,
        nullif(trim(cast({{ expression }} as varchar)), '') as attribute_value,
        {%- if corrected %}
        max(effective_from) over (
            partition by customer_hk
            order by loaded_at, effective_from
            rows between unbounded preceding and current row
        ) as effective_from,
        {%- else %}
        effective_from,
        {%- endif %}
        loaded_at
    from {{ rows }} as satellite_rows
    {%- if corrected %}
    qualify row_number() over (
        partition by customer_hk, loaded_at
        order by effective_from desc
    ) = 1
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
