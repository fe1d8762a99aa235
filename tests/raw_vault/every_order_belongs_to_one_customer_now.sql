-- An order with two owners, or none, would be counted twice in sales by customer, or never.
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

stated as (

    select order_hk from {{ ref('stg_shop__orders') }}
    group by order_hk

),

open_intervals as (

    select
        order_hk,
        count(*) as owners
    from timeline
    where end_at = cast('{{ automate_dv.max_datetime() }}' as timestamp)
    group by order_hk

),

wrong_orders as (

    select
        stated.order_hk,
        open_intervals.owners
    from stated
    left join open_intervals
        on stated.order_hk = open_intervals.order_hk
    where coalesce(open_intervals.owners, 0) <> 1

)

select * from wrong_orders
