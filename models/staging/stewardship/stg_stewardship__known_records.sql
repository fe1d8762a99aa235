-- Grain: one row per customer record in a steward log that a source has delivered.
{{ config(meta={'load_column': none}) }}
with

decisions as (

    select * from {{ ref('stg_stewardship__decision_log') }}

),

overrides as (

    select * from {{ ref('stg_stewardship__override_log') }}

),

records_in_logs as (

    select
        source_system_l as source_system,
        customer_id_l as customer_id
    from decisions
    union
    select
        source_system_r as source_system,
        customer_id_r as customer_id
    from decisions
    union
    select
        source_system,
        customer_id
    from overrides

),

-- Where case does not matter, a steward may write a key in a different case from its source.
hashed_records as (

    select
        *,
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }}
    from records_in_logs

),

deliveries as (
    {% for source in customer_record_sources() %}
    select
        hashed_records.source_system,
        hashed_records.customer_id,
        source_rows.loaded_at
    from {{ released_rows(source) }} as source_rows
    inner join hashed_records
        on source_rows.customer_hk = hashed_records.customer_hk
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

known_records as (

    select
        source_system,
        customer_id,
        min(loaded_at) as loaded_at
    from deliveries
    group by source_system, customer_id

)

select * from known_records
