-- Grain: one row per accepted row of the steward decision log.
{{ config(materialized='view') }}
with

source as (

    {{ steward_rows('stg_stewardship__decision_log', ['_l', '_r']) }}

),

renamed as (

    select
        {{ clean_text('decision_id') }} as decision_id,
        {{ clean_text('source_system_l') }} as source_system_l,
        {{ clean_text('customer_id_l') }} as customer_id_l,
        {{ clean_text('source_system_r') }} as source_system_r,
        {{ clean_text('customer_id_r') }} as customer_id_r,
        {{ clean_text('decision') }} as decision,
        {{ clean_text('steward') }} as steward,
        {{ clean_text('reason') }} as reason,
        {{ parse_timestamp('decided_at') }} as effective_from,
        {{ parse_timestamp('_loaded_at') }} as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source
    where quarantine_reason is null

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='decision_id', alias='steward_decision_hk') }},
        {{ automate_dv.hash(
            columns=['source_system_l', 'customer_id_l'],
            alias='left_customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system_r', 'customer_id_r'],
            alias='right_customer_hk',
        ) }}
    from renamed

)

select * from hashed
