-- Which severe fraud alerts are open, since when, and is their response overdue?
with

alerts as (

    select * from {{ ref('fact_fraud_signals') }}
    where
        is_open
        and severity in ('Critical', 'High')

),

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current

),

alerts_with_customers as (

    select
        alerts.fraud_alert_id,
        alerts.severity,
        alerts.risk_score,
        alerts.fraud_type,
        alerts.alert_status,
        alerts.team,
        alerts.detected_at,
        alerts.response_due_at,
        alerts.flagged_amount_eur,
        customers.customer_uid,
        customers.full_name,
        customers.lifetime_value
    from alerts
    left join customers
        on alerts.customer_uid = customers.customer_uid

)

select * from alerts_with_customers
order by response_due_at asc, fraud_alert_id asc
