-- Grain: one row per order line and span of time in which it had one product.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'order_hk',
        'refresh_from': {
            'link_order_product': 'order_hk',
            'sat_order_product__shop': {'on': 'order_product_hk', 'through': 'link_order_product'},
        },
    },
) }}
with

links as (

    select * from {{ ref('link_order_product') }}
    where {{ needs_refresh('order_hk') }}

),

line_states as (

    select * from {{ ref('sat_order_product__shop') }}

),

-- If several rows have the same source time, the one loaded last counts.
latest_per_source_time as (

    select
        links.order_product_hk,
        links.order_hk,
        links.product_hk,
        links.line_number,
        line_states.effective_from
    from line_states
    inner join links
        on line_states.order_product_hk = links.order_product_hk
    qualify row_number() over (
        partition by links.order_hk, links.line_number, line_states.effective_from
        order by line_states.loaded_at desc, links.order_product_hk asc
    ) = 1

),

with_previous_product as (

    select
        *,
        lag(product_hk) over (
            partition by order_hk, line_number
            order by effective_from
        ) as product_hk_before
    from latest_per_source_time

),

product_changes as (

    select * from with_previous_product
    where product_hk is distinct from product_hk_before

),

product_spans as (

    select
        order_product_hk,
        order_hk,
        product_hk,
        line_number,
        effective_from as start_at,
        coalesce(
            lead(effective_from) over (
                partition by order_hk, line_number
                order by effective_from
            ),
            {{ automate_dv.end_of_time() }}
        ) as end_at
    from product_changes

)

select * from product_spans
