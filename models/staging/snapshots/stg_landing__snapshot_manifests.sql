-- Grain: one row per accepted row of a manifest: a file of a full snapshot.
with

source as (

    select * from {{ ref('landing_snapshot_manifests') }}
    where {{ is_pending('snapshot_manifests') }} and quarantine_reason is null

),

renamed as (

    select
        feed,
        {{ typed('snapshot_manifests', 'snapshot_loaded_at') }} as snapshot_loaded_at,
        -- People write the name with or without its extension.
        {{ without_extensions('file_name') }} as file_name,
        {{ typed('snapshot_manifests', 'file_count') }} as file_count,
        {{ typed('snapshot_manifests', 'row_count') }} as row_count,
        column_sums,
        sha256,
        -- A manifest has no source time.
        {{ parse_timestamp('_loaded_at') }} as effective_from,
        {{ parse_timestamp('_loaded_at') }} as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

flagged as (

    {{ flag_conflicts('renamed', 'snapshot_manifests') }}

)

select * from flagged
