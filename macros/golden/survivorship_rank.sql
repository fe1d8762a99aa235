{#
    The rank of a candidate by the survivorship rule in its row; the smallest rank wins.

    Rules: source_priority (most trusted system), most_recent (latest source time), most_frequent
    (value of most records), longest (most characters).

    Arguments:
        rule  column with the name of the rule

    Example:
        {{ survivorship_rank('first_rule') }} as first_rank
#}
{% macro survivorship_rank(rule) -%}
    {%- set worth = {
        'source_priority': 'priority',
        'most_recent': dbt.datediff(
            'effective_from', open_end(), 'microsecond'
        ),
        'most_frequent': '-record_count',
        'longest': '-length(coalesce(golden_form, attribute_value))',
    } -%}
    case {{ rule }}
        {%- for name, number in worth.items() %}
        when '{{ name }}' then {{ number }}
        {%- endfor %}
    end
{%- endmacro %}
