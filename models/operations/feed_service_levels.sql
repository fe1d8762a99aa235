-- Grain: one row per feed and day on which a run checked it or refused a delivery of it.
with

feed_checks as (

    select
        *,
        cast(checked_at as date) as checked_date,
        row_number() over (
            partition by feed, cast(checked_at as date)
            order by checked_at desc
        ) as checks_ago
    from {{ operations_table('feed_checks') }}
    where as_of_date = {{ text_literal(var('as_of_date')) }}

),

deliveries as (

    select
        feed,
        cast(checked_at as date) as checked_date,
        count(*) as delivery_count,
        sum(landed) as landed,
        sum(accepted) as accepted,
        sum(case when outcome = 'passed' then 0 else 1 end) as incomplete_count
    from {{ operations_table('gate_results') }}
    where as_of_date = {{ text_literal(var('as_of_date')) }} and rule = 'completeness'
    group by
        feed,
        cast(checked_at as date)

),

-- Refused deliveries, and deliveries without any value of a required column.
differing as (

    select
        feed,
        cast(found_at as date) as checked_date,
        delivery
    from {{ operations_table('column_differences') }}
    where as_of_date = {{ text_literal(var('as_of_date')) }}
    union all
    select
        feed,
        cast(checked_at as date) as checked_date,
        landed_in as delivery
    from {{ operations_table('gate_results') }}
    where
        as_of_date = {{ text_literal(var('as_of_date')) }}
        and rule = 'null_share'
        and wrong_rows = landed

),

differences as (

    select
        feed,
        checked_date,
        count(distinct delivery) as differing_deliveries
    from differing
    group by
        feed,
        checked_date

),

daily as (

    select
        feed,
        alert_address,
        checked_date,
        newest_delivery,
        allowed_hours,
        is_late,
        counted_files,
        matching_files,
        count(*) over (
            partition by feed
            order by checked_date
            rows between 29 preceding and current row
        ) as checked_days,
        sum(case when is_late then 0 else 1 end) over (
            partition by feed
            order by checked_date
            rows between 29 preceding and current row
        ) as timely_days
    from feed_checks
    where checks_ago = 1

),

service_levels as (

    select
        coalesce(daily.feed, differences.feed) as feed,
        daily.alert_address,
        coalesce(daily.checked_date, differences.checked_date) as checked_date,
        daily.newest_delivery,
        daily.allowed_hours,
        daily.is_late,
        daily.checked_days,
        {{ divide('daily.timely_days', 'daily.checked_days', 4) }} as timeliness,
        {{ divide('daily.matching_files', 'daily.counted_files', 4) }} as count_accuracy,
        coalesce(deliveries.delivery_count, 0) as delivery_count,
        coalesce(deliveries.landed, 0) as landed,
        {{ divide('deliveries.accepted', 'deliveries.landed', 4) }} as completeness,
        coalesce(deliveries.incomplete_count, 0) as incomplete_count,
        coalesce(differences.differing_deliveries, 0) as differing_deliveries
    from daily
    full outer join differences
        on
            daily.feed = differences.feed
            and daily.checked_date = differences.checked_date
    left join deliveries
        on
            daily.feed = deliveries.feed
            and daily.checked_date = deliveries.checked_date

),

with_is_met as (

    select
        *,
        coalesce(timeliness, 1) >= 0.98
        and coalesce(count_accuracy, 1) >= 0.99
        and incomplete_count = 0
        and differing_deliveries = 0 as is_met
    from service_levels

)

select * from with_is_met
