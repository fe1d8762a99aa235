-- Grain: one row per order line: its latest state.
{{ config(meta={
    'refresh_by': 'order_hk',
    'refresh_from': {
        'link_order_product': 'order_hk',
        'sat_order_product__shop': {'on': 'order_product_hk', 'through': 'link_order_product'},
    },
}) }}
with

links as (

    select * from {{ ref('link_order_product') }}
    where {{ needs_refresh('order_hk') }}

),

line_states as (

    {{ newest_rows(
        'sat_order_product__shop',
        'order_product_hk',
        where='order_product_hk in (select order_product_hk from links)',
    ) }}

),

-- A line whose product was corrected has several links; the latest one counts.
lines_with_state as (

    select
        links.order_product_hk,
        links.order_hk,
        links.product_hk,
        links.line_number,
        line_states.quantity,
        line_states.unit_price,
        line_states.discount,
        {{ line_total('line_states') }} as line_total
    from links
    inner join line_states
        on links.order_product_hk = line_states.order_product_hk
    qualify row_number() over (
        partition by links.order_hk, links.line_number
        order by
            line_states.effective_from desc,
            line_states.loaded_at desc,
            links.order_product_hk asc
    ) = 1

)

select * from lines_with_state
