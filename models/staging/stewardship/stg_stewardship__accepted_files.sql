-- Grain: one row per accepted row of the feed accepted_files.
{{ config(materialized='incremental') }}
with

source as (

    select * from {{ ref('landing_accepted_files') }}
    where {{ is_pending('accepted_files') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('accepted_files', 'acceptance_id') }} as acceptance_id,
        {{ typed('accepted_files', 'feed') }} as feed,
        {{ typed('accepted_files', 'file') }} as landed_file,
        coalesce({{ typed('accepted_files', 'accepts') }}, 'CONFLICTS') as accepts,
        {{ typed('accepted_files', 'steward') }} as steward,
        {{ typed('accepted_files', 'reason') }} as reason,
        {{ typed('accepted_files', 'accepted_at') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

flagged as (

    {{ flag_conflicts('renamed', 'accepted_files') }}

)

select * from flagged
