-- Grain: one row per product and span of time with the same prices, currency and activity.
with

products as (

    select * from {{ ref('hub_product') }}

),

latest_states as (

    {{ newest_rows('sat_product__erp', 'product_hk') }}

),

state_changes as (

    select * from {{ ref('product_state_history') }}

),

categories as (

    select * from {{ ref('product_categories') }}

),

version_spans as (

    select
        *,
        coalesce(
            lead(effective_from) over (
                partition by product_hk
                order by effective_from
            ),
            {{ open_end() }}
        ) as valid_to
    from state_changes

),

-- A product that occurs only in order lines is also a member, with empty attributes.
versions as (

    select
        products.product_hk,
        products.product_id,
        latest_states.product_name,
        latest_states.category,
        latest_states.subcategory,
        latest_states.launch_date,
        version_spans.currency,
        version_spans.unit_price,
        version_spans.cost_price,
        categories.is_recurring,
        coalesce(version_spans.is_active, false) as is_active,
        case
            when coalesce(version_spans.is_first, true) then {{ open_start() }}
            else version_spans.effective_from
        end as valid_from,
        coalesce(version_spans.valid_to, {{ open_end() }}) as valid_to
    from products
    left join latest_states
        on products.product_hk = latest_states.product_hk
    left join categories
        on latest_states.category = categories.category
    left join version_spans
        on products.product_hk = version_spans.product_hk

),

versions_with_key as (

    select
        {{ surrogate_key(['product_id', time_text('valid_from')]) }} as product_key,
        *
    from versions

)

select * from versions_with_key
