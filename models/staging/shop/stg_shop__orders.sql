-- Grain: one row per accepted row of the feed orders.
with

source as (

    select * from {{ ref('landing_orders') }}
    where {{ is_pending('orders') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('orders', 'ORDER_ID') }} as order_id,
        {{ typed('orders', 'ORDER_SOURCE') }} as source_system,
        -- A shop buyer has no customer key, so each order is a separate customer record.
        case
            when {{ typed('orders', 'ORDER_SOURCE') }} = 'E-Commerce'
                then {{ typed('orders', 'ORDER_ID') }}
            else {{ customer_key('CUSTOMER_ID', 'ORDER_SOURCE') }}
        end as customer_id,
        {{ typed('orders', 'BUYER_EMAIL') }} as buyer_email,
        {{ typed('orders', 'BUYER_NAME') }} as buyer_name,
        {{ typed('orders', 'BUYER_PHONE') }} as buyer_phone,
        {{ typed('orders', 'BUYER_ZIP') }} as buyer_postcode,
        {{ typed('orders', 'ORDER_TIME') }} as ordered_at,
        {{ typed('orders', 'STATUS') }} as order_status,
        {{ typed('orders', 'PAYMENT_METHOD') }} as payment_method,
        {{ typed('orders', 'PRIORITY') }} as priority,
        {{ typed('orders', 'REGION') }} as region,
        {{ typed('orders', 'CURRENCY') }} as currency,
        {{ typed('orders', 'SALES_REP_ID') }} as sales_rep_id,
        {{ typed('orders', 'UPDATED_AT') }} as effective_from,
        -- The order belongs to this customer until the next row of the order.
        {{ typed('orders', 'UPDATED_AT') }} as start_at,
        {{ automate_dv.end_of_time() }} as end_at,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text(), key_text('orders.ORDER_ID', 'order_id')],
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

),

flagged as (

    {{ flag_conflicts('hashed', 'orders') }}

)

select * from flagged
