{#
    The place of a candidate by the rule that its row names: 1 for the best, equals share a place.

    Rules: source_priority (most trusted system), most_recent (latest change in its source),
    most_frequent (said by most records), longest (most characters).

    Arguments:
        rule  column with the name of the rule

    Example:
        {{ survivorship_rank('first_rule') }} as first_rank
#}
{% macro survivorship_rank(rule) -%}
    {%- set orders = {
        'source_priority': 'priority',
        'most_recent': 'effective_from desc',
        'most_frequent': 'record_count desc',
        'longest': 'length(attribute_value) desc',
    } -%}
    case {{ rule }}
        {%- for name, order in orders.items() %}
        when '{{ name }}' then dense_rank() over (
            partition by axis, customer_uid, moment, attribute
            order by {{ order }}
        )
        {%- endfor %}
    end
{%- endmacro %}
