-- Grain: one row per accepted row of the steward override log.
with

source as (

    {{ steward_rows('stg_stewardship__override_log') }}

),

renamed as (

    select
        override_id,
        source_system,
        {{ customer_key('customer_id', 'source_system') }} as customer_id,
        attribute,
        attribute_value,
        cast(
            {{ typed('steward_overrides', 'valid_from') }} as {{ type_timestamp() }}
        ) as valid_from,
        coalesce(
            cast({{ typed('steward_overrides', 'valid_to') }} as {{ type_timestamp() }}),
            {{ open_end() }}
        ) as valid_to,
        steward,
        reason,
        {{ typed('steward_overrides', 'decided_at') }} as effective_from,
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
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                customer_key_text(),
                key_text('steward_overrides.override_id', 'override_id'),
            ],
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

),

flagged as (

    {{ flag_conflicts('hashed', 'steward_overrides') }}

)

select * from flagged
