-- Grain: one row per product and span of time in which its price and activity held.
{{ config(materialized='view') }}
with

products as (

    select * from {{ ref('hub_product') }}

),

described as (

    select * from {{ ref('sat_product__erp') }}

),

statuses as (

    select * from {{ ref('status_sat_product__erp') }}

),

categories as (

    select * from {{ ref('product_categories') }}

),

newest_described as (

    {{ newest_rows('sat_product__erp', 'product_hk') }}

),

newest_of_the_instant as (

    select * from described
    qualify row_number() over (
        partition by product_hk, effective_from
        order by loaded_at desc
    ) = 1

),

described_spans as (

    select
        product_hk,
        unit_price,
        cost_price,
        is_active,
        effective_from as span_from,
        coalesce(
            lead(effective_from) over (
                partition by product_hk
                order by effective_from
            ),
            cast('9999-12-31' as timestamp)
        ) as span_to
    from newest_of_the_instant

),

-- When the catalogue named the product; the first snapshot answers for all time before.
present_spans as (

    select
        product_hk,
        status = 'ACTIVE' as is_present,
        case
            when row_number() over (
                partition by product_hk
                order by loaded_at
            ) = 1 then cast('1900-01-01' as timestamp)
            else loaded_at
        end as span_from,
        coalesce(
            lead(loaded_at) over (
                partition by product_hk
                order by loaded_at
            ),
            cast('9999-12-31' as timestamp)
        ) as span_to
    from statuses

),

moments as (

    select
        product_hk,
        span_from as effective_from
    from described_spans
    union
    select
        present_spans.product_hk,
        present_spans.span_from as effective_from
    from present_spans
    inner join described_spans
        on
            present_spans.product_hk = described_spans.product_hk
            and present_spans.span_from >= described_spans.span_from
            and present_spans.span_from < described_spans.span_to

),

stated as (

    select
        moments.product_hk,
        described_spans.unit_price,
        described_spans.cost_price,
        described_spans.is_active and coalesce(present_spans.is_present, true) as is_active,
        moments.effective_from
    from moments
    inner join described_spans
        on
            moments.product_hk = described_spans.product_hk
            and moments.effective_from >= described_spans.span_from
            and moments.effective_from < described_spans.span_to
    left join present_spans
        on
            moments.product_hk = present_spans.product_hk
            and moments.effective_from >= present_spans.span_from
            and moments.effective_from < present_spans.span_to

),

compared as (

    select
        product_hk,
        unit_price,
        cost_price,
        is_active,
        effective_from,
        row_number() over (
            partition by product_hk
            order by effective_from
        ) = 1 as is_first,
        lag(unit_price) over (
            partition by product_hk
            order by effective_from
        ) as unit_price_before,
        lag(cost_price) over (
            partition by product_hk
            order by effective_from
        ) as cost_price_before,
        lag(is_active) over (
            partition by product_hk
            order by effective_from
        ) as is_active_before
    from stated

),

changed as (

    select * from compared
    where
        is_first
        or unit_price is distinct from unit_price_before
        or cost_price is distinct from cost_price_before
        or is_active is distinct from is_active_before

),

spanned as (

    select
        *,
        coalesce(
            lead(effective_from) over (
                partition by product_hk
                order by effective_from
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from changed

),

-- A product that only an order line names is a member too, with nothing known of it.
versions as (

    select
        products.product_hk,
        products.product_id,
        newest_described.product_name,
        newest_described.category,
        newest_described.subcategory,
        newest_described.currency,
        newest_described.launch_date,
        spanned.unit_price,
        spanned.cost_price,
        categories.is_recurring,
        coalesce(spanned.is_active, false) as is_active,
        case
            when coalesce(spanned.is_first, true) then cast('1900-01-01' as timestamp)
            else spanned.effective_from
        end as valid_from,
        coalesce(spanned.valid_to, cast('9999-12-31' as timestamp)) as valid_to
    from products
    left join newest_described
        on products.product_hk = newest_described.product_hk
    left join categories
        on newest_described.category = categories.category
    left join spanned
        on products.product_hk = spanned.product_hk

),

keyed as (

    select
        {{ surrogate_key(['product_id', 'valid_from']) }} as product_key,
        *
    from versions

)

select * from keyed
