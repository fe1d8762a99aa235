-- Grain: one row per feed whose newest delivery is currently older than its contract allows.
with

feed_checks as (

    select * from {{ operations_table('feed_checks') }}
    where as_of_date = {{ text_literal(var('as_of_date')) }} and allowed_hours is not null

),

latest_checks as (

    select
        feed,
        max_by(alert_address, checked_at) as alert_address,
        max(newest_delivery) as newest_delivery,
        max_by(allowed_hours, checked_at) as allowed_hours
    from feed_checks
    group by feed

),

promised as (

    select
        feed,
        alert_address,
        newest_delivery,
        allowed_hours,
        {{ late_from('newest_delivery', 'allowed_hours') }} as late_from
    from latest_checks

),

late as (

    select
        feed,
        alert_address,
        newest_delivery,
        allowed_hours,
        late_from
    from promised
    where late_from is null or late_from < {{ present_time() }}

)

select * from late
