-- How clean is each feed: what share of its rows was loaded, already known, quarantined or held back?
with

audit as (

    select * from {{ ref('load_audit') }}

),

feed_totals as (

    select
        feed,
        count(*) as batches,
        sum(landed) as landed,
        sum(loaded) as loaded,
        sum(already_known) as already_known,
        sum(quarantined) as quarantined,
        sum(held) as held,
        min(case when is_balanced then 1 else 0 end) = 1 as is_balanced
    from audit
    group by feed

),

pass_rates as (

    select
        *,
        round(1 - quarantined / cast(nullif(landed, 0) as decimal(18, 4)), 4) as pass_rate
    from feed_totals

)

select * from pass_rates
order by pass_rate, feed
