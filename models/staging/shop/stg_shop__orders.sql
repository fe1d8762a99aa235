-- Grain: one row per accepted row of the feed orders.
with

source as (

    select * from {{ ref('landing_orders') }}
    where {{ is_pending('orders') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('ORDER_ID') }} as order_id,
        {{ clean_text('ORDER_SOURCE') }} as source_system,
        -- A shop buyer has no customer key, so each order is a customer record of its own.
        case
            when {{ clean_text('ORDER_SOURCE') }} = 'E-Commerce' then {{ clean_text('ORDER_ID') }}
            else {{ clean_text('CUSTOMER_ID') }}
        end as customer_id,
        {{ clean_text('BUYER_EMAIL') }} as buyer_email,
        {{ clean_text('BUYER_NAME') }} as buyer_name,
        {{ clean_text('BUYER_PHONE') }} as buyer_phone,
        {{ clean_text('BUYER_ZIP') }} as buyer_postcode,
        {{ parse_timestamp('ORDER_TIME') }} as ordered_at,
        {{ clean_text('STATUS') }} as order_status,
        {{ clean_text('PAYMENT_METHOD') }} as payment_method,
        {{ clean_text('PRIORITY') }} as priority,
        {{ clean_text('REGION') }} as region,
        {{ clean_text('CURRENCY') }} as currency,
        {{ clean_text('SALES_REP_ID') }} as sales_rep_id,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        -- The order belongs to this customer until the next row of the order.
        {{ parse_timestamp('UPDATED_AT') }} as start_at,
        cast('{{ automate_dv.max_datetime() }}' as timestamp) as end_at,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='order_id', alias='order_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'order_id'],
            alias='customer_order_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system', 'customer_id', 'ordered_at', 'order_status', 'payment_method',
                'priority', 'region', 'currency', 'sales_rep_id',
            ],
            alias='order_hashdiff',
            is_hashdiff=true,
            timestamps=['ordered_at'],
        ) }},
        {{ automate_dv.hash(
            columns=['buyer_email', 'buyer_name', 'buyer_phone', 'buyer_postcode'],
            alias='buyer_pii_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
