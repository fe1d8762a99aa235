-- Grain: one row per accepted row of the steward decision log.
with

source as (

    {{ steward_rows('stg_stewardship__decision_log', ['_l', '_r']) }}

),

renamed as (

    select
        decision_id,
        source_system_l,
        {{ customer_key('customer_id_l', 'source_system_l') }} as customer_id_l,
        source_system_r,
        {{ customer_key('customer_id_r', 'source_system_r') }} as customer_id_r,
        decision,
        steward,
        reason,
        {{ typed('steward_decisions', 'decided_at') }} as effective_from,
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
            columns=key_text('steward_decisions.decision_id', 'decision_id'),
            alias='steward_decision_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system_l', customer_key_text('customer_id_l', 'source_system_l')],
            alias='left_customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system_r', customer_key_text('customer_id_r', 'source_system_r')],
            alias='right_customer_hk',
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'steward_decisions') }}

)

select * from flagged
