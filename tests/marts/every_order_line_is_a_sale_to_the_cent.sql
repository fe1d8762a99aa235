-- Reported revenue is wrong if an order line is lost or counted twice between feed and mart.
with

delivered_lines as (

    {{ newest_rows('stg_shop__order_lines', 'order_hk, line_number') }}

),

orders as (

    select distinct order_hk from {{ released_rows('stg_shop__orders') }} as staged

),

delivered as (

    select
        count(*) as line_count,
        sum(
            cast(
                round(
                    delivered_lines.quantity
                    * cast(delivered_lines.unit_price as decimal(38, 6))
                    * (1 - delivered_lines.discount),
                    2
                ) as decimal(18, 2)
            )
        ) as total
    from delivered_lines
    inner join orders
        on delivered_lines.order_hk = orders.order_hk

),

sold as (

    select
        count(*) as line_count,
        sum(line_total) as total
    from {{ ref('fact_sales') }}

),

compared as (

    select
        delivered.line_count as delivered_line_count,
        sold.line_count as sold_line_count,
        delivered.total as delivered_total,
        sold.total as sold_total
    from delivered
    cross join sold
    where
        delivered.line_count <> sold.line_count
        or delivered.total <> sold.total

)

select * from compared
