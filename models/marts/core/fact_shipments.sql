-- Grain: one row per shipment.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'shipment_hk',
        'refresh_where': 'delivered_at is null',
        'customer_at': 'ordered_at',
        'rated_on': 'cost_date',
        'refresh_from': {
            'current_shipments': 'shipment_hk',
            'current_orders': {'stored': 'stored.order_hk = changed.order_hk'},
        },
    },
) }}
with

-- A shipment in transit can become late without new data, hence refresh_where.
shipments as (

    select * from {{ ref('current_shipments') }}
    where {{ needs_refresh('shipment_hk') }}

),

orders as (

    select * from {{ ref('current_orders') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

order_shipments as (

    select
        shipments.*,
        orders.order_id,
        orders.ordered_at,
        orders.customer_hk,
        cast(coalesce(shipments.shipped_at, shipments.effective_from) as date) as cost_date,
        cast(shipments.shipped_at as date) as shipped_date,
        cast(shipments.delivered_at as date) as delivered_date,
        coalesce(cast(shipments.delivered_at as date), current_as_of_date.as_of_date)
            as arrival_date
    from shipments
    left join orders
        on shipments.order_hk = orders.order_hk
    cross join current_as_of_date

),

shipments_with_customers as (

    select
        order_shipments.*,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        {{ to_euro('order_shipments.shipping_cost', 'rates.units_per_euro') }}
            as shipping_cost_eur,
        {{ dbt.datediff('order_shipments.shipped_date', 'order_shipments.delivered_date', 'day') }}
            as days_to_deliver,
        {{ dbt.datediff(
            'order_shipments.estimated_delivery_date', 'order_shipments.arrival_date', 'day'
        ) }}
            as days_over
    from order_shipments
    left join customers
        on
            order_shipments.customer_hk = customers.customer_hk
            and order_shipments.ordered_at >= customers.valid_from
            and order_shipments.ordered_at < customers.valid_to
    left join rates
        on
            order_shipments.currency = rates.currency
            and order_shipments.cost_date >= rates.valid_from
            and order_shipments.cost_date < rates.valid_to

),

shipment_facts as (

    select
        shipment_hk,
        shipment_id,
        order_hk,
        order_id,
        customer_hk,
        customer_uid,
        customer_key,
        carrier,
        shipment_status,
        ordered_at,
        shipped_at,
        shipped_date,
        estimated_delivery_date,
        delivered_at,
        delivered_date,
        cast(days_to_deliver as integer) as days_to_deliver,
        coalesce(days_over > 0, false) as is_late,
        cast(case when days_over > 0 then days_over else 0 end as integer) as days_late,
        cost_date,
        currency,
        shipping_cost,
        shipping_cost_eur
    from shipments_with_customers

)

select * from shipment_facts
