-- Grain: one row per feed and batch.
with

counts as (

    select * from {{ ref('load_counts') }}

),

audited_counts as (

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

select * from audited_counts
