{#
    Customers with churn risk, health and predicted value. Risk is interpolated linearly between the
    points of the curve and constant after the last one.

    Arguments:
        customers  CTE with lifecycle_stage, idle_days, revenue_12_months, sentiment_balance and
                   csat_average

    Example:
        with_scores as ({{ lifecycle_scores('customers') }})
#}
{% macro lifecycle_scores(customers) -%}
    with score_thresholds as (
        {{ thresholds(['health_points_per_sentiment', 'highest_csat', 'lowest_csat']) }}
    ),

    churn_risk_tiers as (
        {{ tiers('churn_risk') }}
    ),

    risk_segments as (
        select
            idle_days as begins_at,
            lead(idle_days) over (order by idle_days) as ends_at,
            churn_risk as first_risk,
            lead(churn_risk) over (order by idle_days) as last_risk
        from {{ ref('churn_risk_curve') }}
    ),

    with_risk as (
        select
            {{ customers }}.*,
            {{ churn_risk_score(customers, 'risk_segments') }} as churn_risk_score,
            -- From -1 to 1: the mean of sentiment and of satisfaction, scaled to the same range.
            {{ divide(
                'coalesce(' ~ customers ~ '.sentiment_balance, 0) + coalesce('
                ~ divide(
                    '2 * ' ~ customers ~ '.csat_average'
                    ~ ' - score_thresholds.lowest_csat - score_thresholds.highest_csat',
                    'score_thresholds.highest_csat - score_thresholds.lowest_csat', scale=8
                )
                ~ ', 0)',
                '2', scale=8
            ) }} as sentiment_score
        from {{ customers }}
        cross join score_thresholds
        left join risk_segments
            on
                greatest({{ customers }}.idle_days, 0) >= risk_segments.begins_at
                and (
                    risk_segments.ends_at is null
                    or greatest({{ customers }}.idle_days, 0) < risk_segments.ends_at
                )
    )

    select
        with_risk.*,
        churn_risk_tiers.tier as churn_risk_tier,
        {{ health_score('with_risk', 'score_thresholds') }} as health_score,
        -- docs/decisions/0010 compares this forecast with others.
        cast(
            case
                when with_risk.lifecycle_stage = 'Churned' then 0
                else with_risk.revenue_12_months
            end as decimal(38, 2)
        ) as predicted_ltv_12_months
    from with_risk
    cross join score_thresholds
    left join churn_risk_tiers
        on {{ is_in_tier('with_risk.churn_risk_score', 'churn_risk_tiers') }}
{%- endmacro %}

{#
    The churn risk of a customer, from 0 to 1.

    Arguments:
        customers      CTE with lifecycle_stage and idle_days
        risk_segments  CTE of the segment of the curve that the idle days are in

    Example:
        see lifecycle_scores
#}
{% macro churn_risk_score(customers, risk_segments) -%}
    cast(
        case
            when {{ customers }}.lifecycle_stage = 'Churned' then 1
            when {{ risk_segments }}.ends_at is null then {{ risk_segments }}.first_risk
            else {{ divide(
                risk_segments ~ '.first_risk * (' ~ risk_segments ~ '.ends_at - ' ~ customers
                ~ '.idle_days) + ' ~ risk_segments ~ '.last_risk * (' ~ customers
                ~ '.idle_days - ' ~ risk_segments ~ '.begins_at)',
                risk_segments ~ '.ends_at - ' ~ risk_segments ~ '.begins_at', 4
            ) }}
        end as decimal(9, 4)
    )
{%- endmacro %}

{#
    The health of a customer, from 0 to 100: low with a high churn risk, better with good sentiment.

    Arguments:
        customers   CTE with churn_risk_score and sentiment_score
        thresholds  CTE with health_points_per_sentiment

    Example:
        see lifecycle_scores
#}
{% macro health_score(customers, thresholds) -%}
    cast(
        round(
            least(
                100,
                greatest(
                    0,
                    100 * (1 - {{ customers }}.churn_risk_score)
                    + {{ thresholds }}.health_points_per_sentiment
                    * {{ customers }}.sentiment_score
                )
            ),
            1
        ) as decimal(9, 1)
    )
{%- endmacro %}
