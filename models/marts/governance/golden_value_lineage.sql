-- Grain: one row per current golden customer and attribute.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_values': 'customer_uid',
        },
    },
) }}
with

golden_values as (

    select * from {{ ref('golden_values') }}
    where
        time_axis = 'source_time'
        and {{ needs_refresh('customer_uid') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

customers as (

    select
        customer_uid,
        count(*) as record_count
    from identity
    group by customer_uid

),

current_values as (

    select golden_values.*
    from golden_values
    inner join customers
        on golden_values.customer_uid = customers.customer_uid
    qualify row_number() over (
        partition by golden_values.customer_uid, golden_values.attribute
        order by golden_values.changed_at desc
    ) = 1

),

value_sources as (

    select
        current_values.customer_uid,
        current_values.attribute,
        current_values.attribute_value as golden_value,
        winners.source_system,
        winners.customer_id,
        current_values.winning_customer_hk as customer_hk,
        current_values.winning_rule,
        current_values.changed_at as decided_at,
        current_values.delivered_value
    from current_values
    left join identity as winners
        on current_values.winning_customer_hk = winners.customer_hk

)

select * from value_sources
