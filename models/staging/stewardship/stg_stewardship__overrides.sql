-- Grain: one row per accepted row of the steward override log.
{{ config(materialized='view') }}
with

source as (

    {{ steward_rows('stg_stewardship__override_log') }}

),

renamed as (

    select
        {{ clean_text('override_id') }} as override_id,
        {{ clean_text('source_system') }} as source_system,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('attribute') }} as attribute,
        {{ clean_text('attribute_value') }} as attribute_value,
        cast({{ parse_date('valid_from') }} as timestamp) as valid_from,
        coalesce(
            cast({{ parse_date('valid_to') }} as timestamp),
            cast('9999-12-31' as timestamp)
        ) as valid_to,
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
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'override_id'],
            alias='customer_override_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'attribute', 'attribute_value', 'valid_from', 'valid_to', 'steward', 'reason',
            ],
            alias='customer_override_hashdiff',
            is_hashdiff=true,
            timestamps=['valid_from', 'valid_to'],
        ) }}
    from renamed

)

select * from hashed
