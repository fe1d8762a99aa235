-- Grain: one row per order line.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'order_hk',
        'customer_at': 'ordered_at',
        'rated_on': 'order_date',
        'refresh_from': {
            'current_orders': 'order_hk',
            'current_order_lines': 'order_hk',
            'hub_product': {'on': 'product_hk', 'through': 'current_order_lines'},
            'sat_product__erp': {'on': 'product_hk', 'through': 'current_order_lines'},
            'status_sat_product__erp': {'on': 'product_hk', 'through': 'current_order_lines'},
        },
    },
) }}
with

orders as (

    select * from {{ ref('current_orders') }}
    where {{ needs_refresh('order_hk') }}

),

lines as (

    select * from {{ ref('current_order_lines') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

products as (

    select * from {{ ref('product_versions') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

lines_with_context as (

    select
        lines.order_product_hk,
        orders.order_hk,
        orders.order_id,
        lines.line_number,
        orders.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(products.product_key, {{ unknown_key() }}) as product_key,
        orders.ordered_at,
        cast(orders.ordered_at as date) as order_date,
        orders.source_system as order_source,
        orders.order_status,
        orders.payment_method,
        orders.priority,
        orders.region,
        orders.sales_rep_id,
        orders.currency,
        lines.quantity,
        lines.unit_price,
        lines.discount,
        lines.line_total,
        products.cost_price,
        rates.units_per_euro
    from lines
    inner join orders
        on lines.order_hk = orders.order_hk
    left join customers
        on
            orders.customer_hk = customers.customer_hk
            and orders.ordered_at >= customers.valid_from
            and orders.ordered_at < customers.valid_to
    left join products
        on
            lines.product_hk = products.product_hk
            and orders.ordered_at >= products.valid_from
            and orders.ordered_at < products.valid_to
    left join rates
        on
            orders.currency = rates.currency
            and cast(orders.ordered_at as date) >= rates.valid_from
            and cast(orders.ordered_at as date) < rates.valid_to

),

lines_with_cost as (

    select
        *,
        -- The catalogue states cost prices in euro.
        cast(round(quantity * cost_price * units_per_euro, 2) as decimal(18, 2)) as cost_total,
        {{ is_revenue('order_status') }} as is_revenue
    from lines_with_context

),

lines_in_euro as (

    select
        *,
        cast(line_total - cost_total as decimal(18, 2)) as profit,
        {{ to_euro('line_total', 'units_per_euro') }} as line_total_eur,
        {{ to_euro('cost_total', 'units_per_euro') }} as cost_total_eur,
        {{ to_euro('line_total - cost_total', 'units_per_euro') }} as profit_eur
    from lines_with_cost

),

sales as (

    select
        order_product_hk,
        order_hk,
        order_id,
        line_number,
        customer_hk,
        customer_uid,
        customer_key,
        product_key,
        ordered_at,
        order_date,
        order_source,
        order_status,
        payment_method,
        priority,
        region,
        sales_rep_id,
        currency,
        quantity,
        unit_price,
        discount,
        line_total,
        cost_total,
        profit,
        line_total_eur,
        cost_total_eur,
        profit_eur,
        is_revenue
    from lines_in_euro

)

select * from sales
