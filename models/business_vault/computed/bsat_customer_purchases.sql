-- Grain: one row per golden customer with at least one order that counts as revenue: its purchases.
with

lines as (

    select * from {{ ref('bsat_order_line_value') }}
    where is_revenue

),

products as (

    select * from {{ ref('product_versions') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

customer_lines as (

    select
        identity.customer_uid,
        lines.order_hk,
        products.product_id,
        products.category,
        products.is_recurring,
        lines.line_total_eur,
        lines.profit_eur
    from lines
    inner join identity
        on lines.customer_hk = identity.customer_hk
    left join products
        on lines.product_key = products.product_key

),

totals as (

    select
        customer_uid,
        count(distinct order_hk) as order_count,
        count(distinct product_id) as product_count,
        sum(line_total_eur) as revenue_eur,
        sum(case when is_recurring then line_total_eur else 0 end) as recurring_revenue_eur,
        sum(profit_eur) as profit_eur
    from customer_lines
    group by customer_uid

),

favourite_categories as (

    select
        customer_uid,
        category
    from customer_lines
    where category is not null
    group by customer_uid, category
    qualify row_number() over (
        partition by customer_uid
        order by sum(line_total_eur) desc, category asc
    ) = 1

),

purchases as (

    select
        totals.*,
        favourite_categories.category as favourite_category
    from totals
    left join favourite_categories
        on totals.customer_uid = favourite_categories.customer_uid

)

select * from purchases
