-- Which feeds deliver well: what part of each delivery was loaded, known already or rejected?
with

audit as (

    select * from {{ ref('load_audit') }}

),

by_feed as (

    select
        feed,
        count(*) as batches,
        sum(landed) as landed,
        sum(loaded) as loaded,
        sum(already_known) as already_known,
        sum(quarantined) as quarantined,
        min(case when is_balanced then 1 else 0 end) = 1 as is_balanced
    from audit
    group by feed

),

rated as (

    select
        *,
        round(1 - quarantined / cast(nullif(landed, 0) as decimal(18, 4)), 4) as pass_rate
    from by_feed

)

select * from rated
order by pass_rate, feed
