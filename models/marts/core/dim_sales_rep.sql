-- Grain: one row per sales rep on any order or deal.
with

orders as (

    {{ newest_rows('sat_order__shop', 'order_hk') }}

),

deals as (

    {{ newest_rows('sat_opportunity__salesforce', 'opportunity_hk') }}

),

sales_rep_mentions as (

    select
        sales_rep_id,
        1 as order_count,
        0 as deal_count,
        cast(ordered_at as date) as active_date
    from orders
    where sales_rep_id <> 'UNKNOWN'
    union all
    select
        sales_rep_id,
        0 as order_count,
        1 as deal_count,
        cast(created_at as date) as active_date
    from deals
    where sales_rep_id <> 'UNKNOWN'

),

sales_rep_totals as (

    select
        sales_rep_id,
        sum(order_count) as order_count,
        sum(deal_count) as deal_count,
        min(active_date) as first_active_date,
        max(active_date) as last_active_date
    from sales_rep_mentions
    group by sales_rep_id

),

unknown_member as (

    select
        'UNKNOWN' as sales_rep_id,
        0 as order_count,
        0 as deal_count,
        {{ open_start('date') }} as first_active_date,
        {{ open_start('date') }} as last_active_date

),

all_members as (

    select * from sales_rep_totals
    union all
    select * from unknown_member

),

keyed_sales_reps as (

    select
        {{ member_key('sales_rep_id') }} as sales_rep_key,
        sales_rep_id,
        cast(order_count as integer) as order_count,
        cast(deal_count as integer) as deal_count,
        first_active_date,
        last_active_date
    from all_members

)

select * from keyed_sales_reps
