-- Grain: one row per golden customer with at least one fraud alert: its exposure.
{{ config(materialized='table') }}
with

alerts as (

    select * from {{ ref('current_fraud_alerts') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

exposure as (

    select
        identity.customer_uid,
        count(*) as alert_count,
        sum(case when alerts.is_open then 1 else 0 end) as open_alert_count,
        sum(case when alerts.is_open and alerts.severity = 'Critical' then 1 else 0 end)
            as open_critical_alert_count,
        sum(case when alerts.is_confirmed_fraud then 1 else 0 end) as confirmed_fraud_count,
        max(alerts.risk_score) as highest_risk_score,
        max(alerts.detected_at) as last_detected_at,
        cast(coalesce(sum(alerts.flagged_amount_eur), 0) as decimal(38, 2))
            as flagged_amount_eur,
        cast(
            coalesce(
                sum(case when alerts.is_confirmed_fraud then alerts.financial_impact_eur end), 0
            ) as decimal(38, 2)
        ) as lost_amount_eur
    from alerts
    inner join identity
        on alerts.customer_hk = identity.customer_hk
    group by identity.customer_uid

)

select * from exposure
