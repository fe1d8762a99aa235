-- Grain: one row per fraud alert: its newest state, what it is about and when somebody responded.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='fraud_alert_hk',
    on_schema_change='fail',
) }}
with

{{ touched(
    'fraud_alert_hk',
    loads=[
        'sat_fraud_alert__risk',
        {'table': 'sat_order__shop', 'on': 'order_hk', 'through': 'link_order_fraud_alert'},
    ],
    rated_on='detected_date',
) }}

alert_states as (

    {{ newest_rows(
        'sat_fraud_alert__risk', 'fraud_alert_hk', where=is_touched('fraud_alert_hk')
    ) }}

),

all_states as (

    select * from {{ ref('sat_fraud_alert__risk') }}

),

alerts as (

    select * from {{ ref('hub_fraud_alert') }}

),

severities as (

    select * from {{ ref('fraud_severities') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

customers as (

    select * from {{ ref('hub_customer') }}

),

named_orders as (

    select * from {{ ref('hub_order') }}

),

orders as (

    select * from {{ ref('current_orders') }}

),

transactions as (

    select * from {{ ref('hub_transaction') }}

),

-- Whoever takes an alert out of Open responds to it.
responses as (

    select
        fraud_alert_hk,
        min(effective_from) as responded_at
    from all_states
    where alert_status <> 'Open'
    group by fraud_alert_hk

),

joined as (

    select
        alerts.fraud_alert_hk,
        alerts.fraud_alert_id,
        -- An alert that names no customer is about the one who ordered.
        coalesce(customers.customer_hk, orders.customer_hk) as customer_hk,
        named_orders.order_hk,
        transactions.transaction_hk,
        alert_states.fraud_type,
        alert_states.severity,
        alert_states.risk_score,
        alert_states.alert_status,
        alert_states.detection_method,
        alert_states.team,
        alert_states.alert_source,
        alert_states.detected_at,
        cast(alert_states.detected_at as date) as detected_date,
        {{ dbt.dateadd('hour', 'severities.response_hours', 'alert_states.detected_at') }}
            as response_due_at,
        responses.responded_at,
        alert_states.resolution_hours,
        alert_states.currency,
        alert_states.flagged_amount,
        alert_states.financial_impact,
        rates.units_per_euro,
        case
            when alert_states.alert_status not in ('Open', 'Investigating')
                then alert_states.effective_from
        end as resolved_at
    from alert_states
    inner join alerts
        on alert_states.fraud_alert_hk = alerts.fraud_alert_hk
    left join severities
        on alert_states.severity = severities.severity
    left join responses
        on alert_states.fraud_alert_hk = responses.fraud_alert_hk
    left join customers
        on
            alert_states.source_system = customers.source_system
            and alert_states.customer_id = customers.customer_id
    left join named_orders
        on alert_states.order_id = named_orders.order_id
    left join orders
        on named_orders.order_hk = orders.order_hk
    left join transactions
        on alert_states.transaction_id = transactions.transaction_id
    left join rates
        on
            alert_states.currency = rates.currency
            and cast(alert_states.detected_at as date) >= rates.valid_from
            and cast(alert_states.detected_at as date) < rates.valid_to

),

judged as (

    select
        *,
        {{ to_euro('flagged_amount', 'units_per_euro') }} as flagged_amount_eur,
        {{ to_euro('financial_impact', 'units_per_euro') }} as financial_impact_eur,
        resolved_at is null as is_open,
        alert_status = 'Confirmed Fraud' as is_confirmed_fraud,
        alert_status = 'False Positive' as is_false_positive
    from joined

)

select * from judged
