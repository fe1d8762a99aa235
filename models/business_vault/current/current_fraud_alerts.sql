-- Grain: one row per fraud alert: its latest state, its subject and the time of the first response.
{{ config(meta={
    'refresh_by': 'fraud_alert_hk',
    'rated_on': 'detected_date',
    'refresh_from': {
        'sat_fraud_alert__risk': 'fraud_alert_hk',
        'hub_fraud_alert': 'fraud_alert_hk',
        'current_orders': {'stored': 'stored.order_hk = changed.order_hk'},
    },
}) }}
with

alert_states as (

    {{ newest_rows(
        'sat_fraud_alert__risk', 'fraud_alert_hk', where=needs_refresh('fraud_alert_hk')
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

orders as (

    select * from {{ ref('current_orders') }}

),

-- The response is the first change of status away from Open.
responses as (

    select
        fraud_alert_hk,
        min(effective_from) as responded_at
    from all_states
    where alert_status <> 'Open'
    group by fraud_alert_hk

),

-- Hashing the keys here avoids joins with the hubs.
states_with_keys as (

    select
        *,
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }},
        {{ automate_dv.hash(
            columns=key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
            alias='transaction_hk',
        ) }}
    from alert_states

),

alerts_with_details as (

    select
        alerts.fraud_alert_hk,
        alerts.fraud_alert_id,
        -- An alert without a customer belongs to the customer who placed the order.
        coalesce(states_with_keys.customer_hk, orders.customer_hk) as customer_hk,
        states_with_keys.order_hk,
        states_with_keys.order_id,
        states_with_keys.transaction_hk,
        states_with_keys.transaction_id,
        states_with_keys.fraud_type,
        states_with_keys.severity,
        states_with_keys.risk_score,
        states_with_keys.alert_status,
        states_with_keys.detection_method,
        states_with_keys.team,
        states_with_keys.alert_source,
        states_with_keys.detected_at,
        cast(states_with_keys.detected_at as date) as detected_date,
        {{ dbt.dateadd('hour', 'severities.response_hours', 'states_with_keys.detected_at') }}
            as response_due_at,
        responses.responded_at,
        states_with_keys.resolution_hours,
        states_with_keys.currency,
        states_with_keys.flagged_amount,
        states_with_keys.financial_impact,
        rates.units_per_euro,
        case
            when states_with_keys.alert_status not in ('Open', 'Investigating')
                then states_with_keys.effective_from
        end as resolved_at
    from states_with_keys
    inner join alerts
        on states_with_keys.fraud_alert_hk = alerts.fraud_alert_hk
    left join severities
        on states_with_keys.severity = severities.severity
    left join responses
        on states_with_keys.fraud_alert_hk = responses.fraud_alert_hk
    left join orders
        on states_with_keys.order_hk = orders.order_hk
    left join rates
        on
            states_with_keys.currency = rates.currency
            and cast(states_with_keys.detected_at as date) >= rates.valid_from
            and cast(states_with_keys.detected_at as date) < rates.valid_to

),

with_euro_and_status as (

    select
        *,
        {{ to_euro('flagged_amount', 'units_per_euro') }} as flagged_amount_eur,
        {{ to_euro('financial_impact', 'units_per_euro') }} as financial_impact_eur,
        resolved_at is null as is_open,
        alert_status = 'Confirmed Fraud' as is_confirmed_fraud,
        alert_status = 'False Positive' as is_false_positive
    from alerts_with_details

)

select * from with_euro_and_status
