-- Grain: one row per order line: its value, cost and profit.
with

lines as (

    select * from {{ ref('current_order_lines') }}

),

orders as (

    select * from {{ ref('current_orders') }}

),

products as (

    select * from {{ ref('product_versions') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

-- A cost price is in the product's currency, a cost in the order's.
lines_with_cost as (

    select
        lines.order_product_hk,
        lines.order_hk,
        orders.customer_hk,
        products.product_key,
        lines.line_number,
        lines.quantity,
        lines.unit_price,
        lines.discount,
        lines.line_total,
        cast(
            round(
                lines.quantity * case
                    when products.currency = orders.currency
                        then cast(products.cost_price as decimal(38, 6))
                    when products.currency = 'EUR'
                        then cast(products.cost_price as decimal(38, 6)) * rates.units_per_euro
                    else {{ divide(
                        'cast(products.cost_price as decimal(38, 6)) * rates.units_per_euro',
                        'cost_rates.units_per_euro', scale=12, digits=12
                    ) }}
                end,
                2
            ) as decimal(38, 2)
        ) as cost_total,
        rates.units_per_euro,
        {{ is_revenue('orders.order_status') }} as is_revenue
    from lines
    inner join orders
        on lines.order_hk = orders.order_hk
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
    left join rates as cost_rates
        on
            products.currency = cost_rates.currency
            and cast(orders.ordered_at as date) >= cost_rates.valid_from
            and cast(orders.ordered_at as date) < cost_rates.valid_to

),

line_values as (

    select
        *,
        cast(line_total - cost_total as decimal(38, 2)) as profit,
        {{ to_euro('line_total', 'units_per_euro') }} as line_total_eur,
        {{ divide('cost_total', 'units_per_euro', digits=2) }} as cost_total_eur,
        {{ divide('line_total - cost_total', 'units_per_euro', digits=2) }} as profit_eur
    from lines_with_cost

)

select * from line_values
