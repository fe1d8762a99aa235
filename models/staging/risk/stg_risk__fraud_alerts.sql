-- Grain: one row per accepted row of the feed fraud_alerts.
with

source as (

    select * from {{ ref('landing_fraud_alerts') }}
    where {{ is_pending('fraud_alerts') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('fraud_alerts', 'ALERT_ID') }} as fraud_alert_id,
        -- The customer is optional, and always one of the Oracle CRM.
        case
            when {{ typed('fraud_alerts', 'CUSTOMER_ID') }} is not null then 'Oracle'
        end as source_system,
        {{ typed('fraud_alerts', 'CUSTOMER_ID') }} as customer_id,
        {{ typed('fraud_alerts', 'ORDER_ID') }} as order_id,
        {{ typed('fraud_alerts', 'TRANSACTION_ID') }} as transaction_id,
        {{ typed('fraud_alerts', 'FRAUD_TYPE') }} as fraud_type,
        {{ typed('fraud_alerts', 'SEVERITY') }} as severity,
        {{ typed('fraud_alerts', 'RISK_SCORE') }} as risk_score,
        {{ typed('fraud_alerts', 'FLAGGED_AMOUNT') }} as flagged_amount,
        {{ typed('fraud_alerts', 'CURRENCY') }} as currency,
        {{ typed('fraud_alerts', 'STATUS') }} as alert_status,
        {{ typed('fraud_alerts', 'DETECTION_METHOD') }} as detection_method,
        {{ typed('fraud_alerts', 'TEAM') }} as team,
        {{ typed('fraud_alerts', 'RESOLUTION_HOURS') }} as resolution_hours,
        {{ typed('fraud_alerts', 'FINANCIAL_IMPACT') }} as financial_impact,
        {{ typed('fraud_alerts', 'SOURCE_SYSTEM') }} as alert_source,
        {{ typed('fraud_alerts', 'DETECTED_AT') }} as detected_at,
        {{ typed('fraud_alerts', 'UPDATED_AT') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('fraud_alerts.ALERT_ID', 'fraud_alert_id'),
            alias='fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }},
        {{ automate_dv.hash(
            columns=key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
            alias='transaction_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                customer_key_text(),
                key_text('fraud_alerts.ALERT_ID', 'fraud_alert_id'),
            ],
            alias='customer_fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                key_text('orders.ORDER_ID', 'order_id'),
                key_text('fraud_alerts.ALERT_ID', 'fraud_alert_id'),
            ],
            alias='order_fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
                key_text('fraud_alerts.ALERT_ID', 'fraud_alert_id'),
            ],
            alias='transaction_fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system', 'customer_id', 'order_id', 'transaction_id', 'fraud_type',
                'severity', 'risk_score', 'flagged_amount', 'currency',
                'alert_status', 'detection_method', 'team', 'resolution_hours',
                'financial_impact', 'alert_source', 'detected_at',
            ],
            alias='fraud_alert_hashdiff',
            is_hashdiff=true,
            timestamps=['detected_at'],
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'fraud_alerts') }}

)

select * from flagged
