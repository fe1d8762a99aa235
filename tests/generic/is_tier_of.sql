{#
    Fails for each value that is not a tier of the given set in the seed business_tiers.

    Arguments:
        tier_set  name of the set

    Example:
        data_tests:
          - is_tier_of:
              arguments: {tier_set: churn_risk}
#}
{% test is_tier_of(model, column_name, tier_set) %}

with

tiers as (

    {{ tiers(tier_set) }}

),

unknown_tiers as (

    select {{ column_name }} as tier
    from {{ model }}
    where {{ column_name }} not in (select tier from tiers)
    group by {{ column_name }}

)

select * from unknown_tiers

{% endtest %}
