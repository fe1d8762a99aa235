-- Grain: one row per accepted row of the feed fraud_alerts.
with

source as (

    select * from {{ ref('landing_fraud_alerts') }}
    where {{ is_pending('fraud_alerts') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('ALERT_ID') }} as fraud_alert_id,
        -- The customer is optional, and always one of the Oracle CRM.
        case when {{ clean_text('CUSTOMER_ID') }} is not null then 'Oracle' end as source_system,
        {{ clean_text('CUSTOMER_ID') }} as customer_id,
        {{ clean_text('ORDER_ID') }} as order_id,
        {{ clean_text('TRANSACTION_ID') }} as transaction_id,
        {{ clean_text('FRAUD_TYPE') }} as fraud_type,
        {{ clean_text('SEVERITY') }} as severity,
        cast({{ parse_decimal('RISK_SCORE', 18, 0) }} as integer) as risk_score,
        {{ parse_decimal('FLAGGED_AMOUNT') }} as flagged_amount,
        {{ clean_text('CURRENCY') }} as currency,
        {{ clean_text('STATUS') }} as alert_status,
        {{ clean_text('DETECTION_METHOD') }} as detection_method,
        {{ clean_text('TEAM') }} as team,
        {{ parse_decimal('RESOLUTION_HOURS', 9, 1) }} as resolution_hours,
        {{ parse_decimal('FINANCIAL_IMPACT') }} as financial_impact,
        {{ clean_text('SOURCE_SYSTEM') }} as alert_source,
        {{ parse_timestamp('DETECTED_AT') }} as detected_at,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='fraud_alert_id', alias='fraud_alert_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(columns='order_id', alias='order_hk') }},
        {{ automate_dv.hash(columns='transaction_id', alias='transaction_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'fraud_alert_id'],
            alias='customer_fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['order_id', 'fraud_alert_id'],
            alias='order_fraud_alert_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['transaction_id', 'fraud_alert_id'],
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

)

select * from hashed
