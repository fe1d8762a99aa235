-- Customers and accounts get a stage or tier that no rule intends, or none, if thresholds are out
-- of order or a tier set has no lowest tier.
with

thresholds as (

    {{ thresholds([
        'at_risk_from_idle_days',
        'dormant_after_idle_days',
        'churned_after_idle_days',
        'new_below_tenure_months',
        'growing_below_tenure_months',
        'champion_from_tenure_months',
        'champion_share_of_buyers',
        'high_risk_balance_below_eur',
        'medium_risk_balance_below_eur',
        'high_risk_transactions_below',
        'medium_risk_transactions_below',
    ]) }}

),

wrong_thresholds as (

    select 'thresholds of idle days' as rule from thresholds
    where
        not coalesce(
            at_risk_from_idle_days <= dormant_after_idle_days
            and dormant_after_idle_days < churned_after_idle_days, false
        )
    union all
    select 'thresholds of tenure' as rule from thresholds
    where
        not coalesce(
            new_below_tenure_months < growing_below_tenure_months
            and growing_below_tenure_months < champion_from_tenure_months
            and champion_share_of_buyers <= 1, false
        )
    union all
    select 'thresholds of account risk' as rule from thresholds
    where
        not coalesce(
            high_risk_balance_below_eur <= medium_risk_balance_below_eur
            and high_risk_transactions_below <= medium_risk_transactions_below, false
        )
    union all
    select threshold || ' is not above zero' as rule
    from {{ ref('business_thresholds') }}
    where not coalesce(value > 0, false)

),

wrong_tiers as (

    select 'one lowest tier of ' || tier_set as rule
    from {{ ref('business_tiers') }}
    group by tier_set
    having count(*) - count(at_least) <> 1

),

curve as (

    select
        idle_days,
        churn_risk,
        lag(churn_risk) over (
            order by idle_days
        ) as risk_before,
        min(idle_days) over () as first_day
    from {{ ref('churn_risk_curve') }}

),

wrong_points as (

    select 'churn risk at ' || cast(idle_days as varchar) || ' idle days' as rule
    from curve
    where
        first_day <> 0
        or churn_risk not between 0 and 1
        or churn_risk < risk_before

),

broken_rules as (

    select rule from wrong_thresholds
    union all
    select rule from wrong_tiers
    union all
    select rule from wrong_points

)

select * from broken_rules
