-- How many customers moved between which stages in the latest complete month, as it was and as it was known?
with

movements as (

    select * from {{ ref('customer_stage_movements') }}
    where is_complete_month

),

latest_months as (

    select
        time_axis,
        max(month_start) as month_start
    from movements
    group by time_axis

),

stage_movements as (

    select
        movements.time_axis,
        movements.month_start,
        movements.from_stage,
        movements.to_stage,
        count(*) as customer_count,
        sum(movements.from_revenue_12_months_eur) as from_revenue_12_months_eur
    from movements
    inner join latest_months
        on
            movements.time_axis = latest_months.time_axis
            and movements.month_start = latest_months.month_start
    group by
        movements.time_axis, movements.month_start, movements.from_stage, movements.to_stage

)

select * from stage_movements
order by time_axis asc, customer_count desc, from_stage asc, to_stage asc
