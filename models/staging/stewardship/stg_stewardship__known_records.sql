-- Grain: one row per customer record that stewards name and a source delivered: when it did first.
{{ config(materialized='view', meta={'load_column': none}) }}
with

decisions as (

    select * from {{ ref('stg_stewardship__decision_log') }}

),

overrides as (

    select * from {{ ref('stg_stewardship__override_log') }}

),

named as (

    select
        source_system_l as source_system,
        {{ clean_text('customer_id_l') }} as customer_id
    from decisions
    union
    select
        source_system_r as source_system,
        {{ clean_text('customer_id_r') }} as customer_id
    from decisions
    union
    select
        source_system,
        {{ clean_text('customer_id') }} as customer_id
    from overrides

),

delivered as (
    {% for source in customer_record_sources() %}
    select
        named.source_system,
        named.customer_id,
        source_rows.loaded_at
    from {{ ref(source) }} as source_rows
    inner join named
        on
            source_rows.source_system = named.source_system
            and source_rows.customer_id = named.customer_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

known as (

    select
        source_system,
        customer_id,
        min(loaded_at) as loaded_at
    from delivered
    group by source_system, customer_id

)

select * from known
