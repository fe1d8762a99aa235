{#
    The tiers of one set in the seed business_tiers: one row each, from at_least to below. The
    lowest tier has no at_least, the highest no below.

    Arguments:
        tier_set  name of the set

    Example:
        value_tiers as ({{ tiers('customer_value') }})
#}
{% macro tiers(tier_set) -%}
    select
        tier,
        at_least,
        lead(at_least) over (order by at_least asc nulls first) as below
    from {{ ref('business_tiers') }}
    where tier_set = '{{ tier_set }}'
{%- endmacro %}

{#
    The condition that a value is in a tier.

    Arguments:
        value  SQL expression of a number
        tiers  name of a CTE with the output of `tiers`

    Example:
        left join value_tiers
            on {{ is_in_tier('customers.lifetime_value', 'value_tiers') }}
#}
{% macro is_in_tier(value, tiers) -%}
    ({{ tiers }}.at_least is null or {{ value }} >= {{ tiers }}.at_least)
    and ({{ tiers }}.below is null or {{ value }} < {{ tiers }}.below)
{%- endmacro %}
