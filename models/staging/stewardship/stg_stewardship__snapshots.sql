-- Grain: one row per accepted row of the steward log of decisions on full snapshots.
{{ config(materialized='incremental') }}
with

source as (

    select * from {{ ref('landing_steward_snapshots') }}
    where {{ is_pending('steward_snapshots') }} and quarantine_reason is null

),

renamed as (

    select
        decision_id,
        feed,
        {{ typed('steward_snapshots', 'snapshot_loaded_at') }} as snapshot_loaded_at,
        decision,
        steward,
        reason,
        {{ typed('steward_snapshots', 'decided_at') }} as effective_from,
        {{ parse_timestamp('_loaded_at') }} as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

flagged as (

    {{ flag_conflicts('renamed', 'steward_snapshots') }}

)

select * from flagged
