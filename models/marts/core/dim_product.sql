-- Grain: one row per version of a product.
with

versions as (

    select * from {{ ref('product_versions') }}

),

unknown_member as (

    select
        {{ unknown_key() }} as product_key,
        'UNKNOWN' as product_id,
        'Unknown product' as product_name,
        cast(null as varchar) as category,
        cast(null as varchar) as subcategory,
        cast(null as varchar) as currency,
        cast(null as date) as launch_date,
        cast(null as decimal(18, 6)) as unit_price,
        cast(null as decimal(18, 6)) as cost_price,
        false as is_recurring,
        false as is_active,
        {{ open_start() }} as valid_from,
        {{ open_end() }} as valid_to

),

all_members as (

    select
        product_key,
        product_id,
        product_name,
        category,
        subcategory,
        currency,
        launch_date,
        unit_price,
        cost_price,
        is_recurring,
        is_active,
        valid_from,
        valid_to
    from versions
    union all
    select * from unknown_member

),

product_details as (

    select
        product_key,
        product_id,
        product_name,
        category,
        subcategory,
        currency,
        launch_date,
        unit_price,
        cost_price,
        {{ divide('100 * (unit_price - cost_price)', 'unit_price') }} as margin_pct,
        coalesce(is_recurring, false) as is_recurring,
        is_active,
        valid_from,
        valid_to,
        valid_to = {{ open_end() }} as is_current
    from all_members

)

select * from product_details
