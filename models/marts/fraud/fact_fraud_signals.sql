-- Grain: one row per fraud alert.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='fraud_alert_hk',
    on_schema_change='fail',
) }}
with

{{ touched(
    'fraud_alert_hk',
    loads=['sat_fraud_alert__risk'],
    event_at='detected_at',
    rated_on='detected_date',
    owned_by={'table': 'current_fraud_alerts', 'on': 'fraud_alert_hk'},
) }}

-- What nobody has responded to may become late without another word of it.
alerts as (

    select * from {{ ref('current_fraud_alerts') }}
    where {{ is_touched('fraud_alert_hk') }} or responded_at is null

),

orders as (

    select * from {{ ref('hub_order') }}

),

transactions as (

    select * from {{ ref('hub_transaction') }}

),

customers as (

    select * from {{ ref('customer_resolution') }}

),

warehouse_day as (

    select * from {{ ref('warehouse_day') }}

),

joined as (

    select
        alerts.fraud_alert_hk,
        alerts.fraud_alert_id,
        alerts.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        alerts.order_hk,
        orders.order_id,
        alerts.transaction_hk,
        transactions.transaction_id,
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
        -- Empty while nobody has responded and there is still time.
        case
            when alerts.responded_at <= alerts.response_due_at then true
            when alerts.responded_at > alerts.response_due_at then false
            when alerts.response_due_at < warehouse_day.as_of_date then false
        end as is_response_met,
        alerts.resolved_at,
        alerts.resolution_hours,
        alerts.currency,
        alerts.flagged_amount,
        alerts.financial_impact,
        alerts.flagged_amount_eur,
        alerts.financial_impact_eur
    from alerts
    cross join warehouse_day
    left join orders
        on alerts.order_hk = orders.order_hk
    left join transactions
        on alerts.transaction_hk = transactions.transaction_hk
    left join customers
        on
            alerts.customer_hk = customers.customer_hk
            and alerts.detected_at >= customers.valid_from
            and alerts.detected_at < customers.valid_to

)

select * from joined
