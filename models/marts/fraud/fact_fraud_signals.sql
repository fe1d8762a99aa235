-- Grain: one row per fraud alert.
{{ config(meta={
    'refresh_by': 'fraud_alert_hk',
    'refresh_where': 'responded_at is null',
    'customer_at': 'detected_at',
    'refresh_from': {
        'current_fraud_alerts': 'fraud_alert_hk',
    },
}) }}
with

-- An alert without a response can become late without new data, hence refresh_where.
alerts as (

    select * from {{ ref('current_fraud_alerts') }}
    where {{ needs_refresh('fraud_alert_hk') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

alerts_with_customers as (

    select
        alerts.fraud_alert_hk,
        alerts.fraud_alert_id,
        alerts.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        alerts.order_hk,
        alerts.order_id,
        alerts.transaction_hk,
        alerts.transaction_id,
        alerts.fraud_type,
        alerts.severity,
        alerts.risk_score,
        alerts.alert_status,
        alerts.is_open,
        alerts.is_confirmed_fraud,
        alerts.is_false_positive,
        alerts.detection_method,
        alerts.team,
        alerts.alert_source,
        alerts.detected_at,
        alerts.detected_date,
        alerts.response_due_at,
        alerts.responded_at,
        -- Empty while there is no response and the due time has not passed.
        case
            when alerts.responded_at <= alerts.response_due_at then true
            when alerts.responded_at > alerts.response_due_at then false
            when alerts.response_due_at < current_as_of_date.as_of_date then false
        end as is_response_met,
        alerts.resolved_at,
        alerts.resolution_hours,
        alerts.currency,
        alerts.flagged_amount,
        alerts.financial_impact,
        alerts.flagged_amount_eur,
        alerts.financial_impact_eur
    from alerts
    cross join current_as_of_date
    left join customers
        on
            alerts.customer_hk = customers.customer_hk
            and alerts.detected_at >= customers.valid_from
            and alerts.detected_at < customers.valid_to

)

select * from alerts_with_customers
