-- Analysts get totals that differ from the facts if a wide table loses a customer, account or day.
with

sales as (

    select
        count(distinct case when is_revenue then order_hk end) as order_count,
        sum(case when is_revenue then line_total_eur end) as revenue_eur
    from {{ ref('fact_sales') }}
    where customer_key <> {{ unknown_key() }}

),

transactions as (

    select count(*) as transaction_count from {{ ref('fact_transactions') }}

),

orders as (

    select count(*) as order_count from {{ ref('current_orders') }}

),

customers as (

    select
        sum(revenue_order_count) as order_count,
        sum(lifetime_value_eur) as revenue_eur
    from {{ ref('customer_summary') }}

),

accounts as (

    select sum(transaction_count) as transaction_count from {{ ref('transaction_summary') }}

),

days as (

    select
        sum(order_count) as order_count,
        sum(
            pending_count + processing_count + shipped_count + delivered_count + cancelled_count
        ) as status_count
    from {{ ref('order_metrics') }}

),

compared as (

    select
        'orders of customer_summary' as figure,
        cast(sales.order_count as decimal(18, 2)) as expected,
        cast(customers.order_count as decimal(18, 2)) as found
    from sales
    cross join customers
    union all
    select
        'lifetime value of customer_summary' as figure,
        sales.revenue_eur as expected,
        customers.revenue_eur as found
    from sales
    cross join customers
    union all
    select
        'transactions of transaction_summary' as figure,
        transactions.transaction_count as expected,
        accounts.transaction_count as found
    from transactions
    cross join accounts
    union all
    select
        'orders of order_metrics' as figure,
        orders.order_count as expected,
        days.order_count as found
    from orders
    cross join days
    union all
    select
        'statuses of order_metrics' as figure,
        orders.order_count as expected,
        days.status_count as found
    from orders
    cross join days

),

-- A sum over no rows is null.
differences as (

    select * from compared
    where coalesce(expected, 0) <> coalesce(found, 0)

)

select * from differences
