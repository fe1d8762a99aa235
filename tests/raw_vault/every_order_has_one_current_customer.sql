-- Sales by customer count an order twice if it has two current owners, and miss it if it has none.
with

timeline as (

    {{ automate_dv.eff_sat_timeline(
        satellite='eff_sat_customer_order',
        src_pk='customer_order_hk',
        src_dfk='order_hk',
        src_sfk='customer_hk',
        src_start_date='start_at',
        src_end_date='end_at',
        src_ldts='loaded_at',
    ) }}

),

delivered_orders as (

    select order_hk from {{ released_rows('stg_shop__orders') }} as staged
    group by order_hk

),

open_intervals as (

    select
        order_hk,
        count(*) as owners
    from timeline
    where end_at = {{ automate_dv.end_of_time() }}
    group by order_hk

),

wrong_orders as (

    select
        delivered_orders.order_hk,
        open_intervals.owners
    from delivered_orders
    left join open_intervals
        on delivered_orders.order_hk = open_intervals.order_hk
    where coalesce(open_intervals.owners, 0) <> 1

)

select * from wrong_orders
