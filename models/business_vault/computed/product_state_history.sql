-- Grain: one row per product and source time at which its prices, currency or activity changed.
{%- set tracked = ['unit_price', 'cost_price', 'currency', 'is_active'] %}
with

product_states as (

    select * from {{ ref('sat_product__erp') }}

),

statuses as (

    select * from {{ ref('status_sat_product__erp') }}

),

latest_per_source_time as (

    select * from product_states
    qualify row_number() over (
        partition by product_hk, effective_from
        order by loaded_at desc
    ) = 1

),

state_spans as (

    select
        product_hk,
        unit_price,
        cost_price,
        currency,
        is_active,
        effective_from as span_from,
        coalesce(
            lead(effective_from) over (
                partition by product_hk
                order by effective_from
            ),
            {{ open_end() }}
        ) as span_to
    from latest_per_source_time

),

-- When the product was in the catalogue; the first snapshot is extended back to 1900.
catalogue_spans as (

    select
        product_hk,
        status = 'ACTIVE' as is_present,
        case
            when row_number() over (
                partition by product_hk
                order by loaded_at
            ) = 1 then {{ open_start() }}
            else loaded_at
        end as span_from,
        coalesce(
            lead(loaded_at) over (
                partition by product_hk
                order by loaded_at
            ),
            {{ open_end() }}
        ) as span_to
    from statuses

),

change_points as (

    select
        product_hk,
        span_from as effective_from
    from state_spans
    union
    select
        catalogue_spans.product_hk,
        catalogue_spans.span_from as effective_from
    from catalogue_spans
    inner join state_spans
        on
            catalogue_spans.product_hk = state_spans.product_hk
            and catalogue_spans.span_from >= state_spans.span_from
            and catalogue_spans.span_from < state_spans.span_to

),

states_at_change_points as (

    select
        change_points.product_hk,
        state_spans.unit_price,
        state_spans.cost_price,
        state_spans.currency,
        state_spans.is_active and coalesce(catalogue_spans.is_present, true) as is_active,
        change_points.effective_from
    from change_points
    inner join state_spans
        on
            change_points.product_hk = state_spans.product_hk
            and change_points.effective_from >= state_spans.span_from
            and change_points.effective_from < state_spans.span_to
    left join catalogue_spans
        on
            change_points.product_hk = catalogue_spans.product_hk
            and change_points.effective_from >= catalogue_spans.span_from
            and change_points.effective_from < catalogue_spans.span_to

),

with_previous_state as (

    select
        *,
        {%- for column in tracked %}
        lag({{ column }}) over (
            partition by product_hk
            order by effective_from
        ) as {{ column }}_before,
        {%- endfor %}
        row_number() over (
            partition by product_hk
            order by effective_from
        ) = 1 as is_first
    from states_at_change_points

),

state_changes as (

    select * from with_previous_state
    where
        is_first
        {%- for column in tracked %}
        or {{ column }} is distinct from {{ column }}_before
        {%- endfor %}

)

select * from state_changes
