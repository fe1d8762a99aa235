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
        held,
        landed = loaded + already_known + quarantined + held as is_balanced
    from counts

)

select * from audited_counts
