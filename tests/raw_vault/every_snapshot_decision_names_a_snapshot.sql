-- A steward believes that a snapshot was accepted, but no snapshot has the load time in the
-- decision.
{{ config(severity='warn') }}
with

decisions as (

    select * from {{ ref('ref_steward_snapshots') }}

),

unknown_snapshots as (

    select decisions.*
    from decisions
    left join {{ ref('snapshot_checks') }} as snapshots
        on
            decisions.feed = snapshots.feed
            and decisions.snapshot_loaded_at = snapshots.loaded_at
    where snapshots.feed is null

)

select * from unknown_snapshots
