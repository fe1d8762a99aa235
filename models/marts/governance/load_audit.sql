-- Grain: one row per feed and batch: what its load did.
with

counts as (

    select * from {{ ref('load_counts') }}

),

balanced as (

    select
        feed,
        batch_id,
        landed,
        loaded,
        already_known,
        quarantined,
        landed = loaded + already_known + quarantined as is_balanced
    from counts

)

select * from balanced
