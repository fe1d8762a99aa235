-- How far is the predicted value of twelve months from the actual one?
-- The history is cut a year before the as-of date, by event time: forecasts for customers with an
-- order before the cut use the events before it, and are compared with the revenue after it.
-- `previous_formula` is the formula of version 0.1.0.
with

cut as (

    select
        as_of_date,
        cast({{ dbt.dateadd('month', -12, 'as_of_date') }} as date) as cut_date,
        cast({{ dbt.dateadd('month', -24, 'as_of_date') }} as date) as year_before
    from {{ ref('current_as_of_date') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

order_values as (

    select
        identity.customer_uid,
        cast(orders.ordered_at as date) as ordered_on,
        orders.order_total_eur
    from {{ ref('bsat_order_value') }} as orders
    inner join identity
        on orders.customer_hk = identity.customer_hk
    where orders.is_revenue

),

orders_and_cut as (

    select
        order_values.*,
        cut.cut_date,
        cut.year_before,
        cut.as_of_date
    from order_values
    cross join cut

),

buyers as (

    select
        customer_uid,
        cut_date,
        sum(case when ordered_on <= cut_date then order_total_eur else 0 end) as value_so_far,
        sum(
            case
                when ordered_on > year_before and ordered_on <= cut_date then order_total_eur
                else 0
            end
        ) as value_of_last_year,
        sum(
            case
                when ordered_on > cut_date and ordered_on <= as_of_date then order_total_eur
                else 0
            end
        ) as value_of_next_year
    from orders_and_cut
    group by customer_uid, cut_date
    having min(ordered_on) <= cut_date

),

last_activities as (

    select
        buyers.customer_uid,
        max(cast(events.occurred_at as date)) as last_active_on
    from buyers
    inner join identity
        on buyers.customer_uid = identity.customer_uid
    inner join {{ ref('customer_events') }} as events
        on
            identity.customer_hk = events.customer_hk
            and cast(events.occurred_at as date) <= buyers.cut_date
    group by buyers.customer_uid

),

buyers_with_dates as (

    select
        buyers.*,
        engagement.created_date,
        last_activities.last_active_on
    from buyers
    inner join {{ ref('bsat_customer_engagement') }} as engagement
        on buyers.customer_uid = engagement.customer_uid
    inner join last_activities
        on buyers.customer_uid = last_activities.customer_uid

),

ages as (

    select
        *,
        {{ dbt.datediff('created_date', 'cut_date', 'day') }}
            as tenure_days,
        {{ dbt.datediff('last_active_on', 'cut_date', 'day') }}
            as idle_days
    from buyers_with_dates

),

curve as (

    select
        idle_days as begins_at,
        churn_risk as first_risk,
        coalesce(lead(idle_days) over (
            order by idle_days
        ), 99999) as ends_at,
        coalesce(lead(churn_risk) over (
            order by idle_days
        ), 1) as last_risk
    from {{ ref('churn_risk_curve') }}

),

risks as (

    select
        ages.*,
        case
            when curve.ends_at = 99999 then 1
            else
                curve.first_risk + (curve.last_risk - curve.first_risk)
                * (ages.idle_days - curve.begins_at) / (curve.ends_at - curve.begins_at)
        end as churn_risk
    from ages
    inner join curve
        on ages.idle_days >= curve.begins_at and ages.idle_days < curve.ends_at

),

forecasts as (

    select
        'last_twelve_months' as forecast,
        value_of_next_year,
        value_of_last_year as predicted_value
    from risks
    union all
    select
        'last_twelve_months_less_churn_risk' as forecast,
        value_of_next_year,
        value_of_last_year * (1 - churn_risk) as predicted_value
    from risks
    union all
    select
        'mean_of_last_twelve_months' as forecast,
        value_of_next_year,
        avg(value_of_last_year) over () as predicted_value
    from risks
    union all
    select
        'previous_formula' as forecast,
        value_of_next_year,
        value_so_far * 365 / greatest(tenure_days, 90) * (1 - churn_risk) as predicted_value
    from risks

),

errors as (

    select
        forecast,
        count(*) as customers,
        round(sum(value_of_next_year), 0) as actual_eur,
        round(sum(predicted_value), 0) as predicted_eur,
        round(avg(abs(predicted_value - value_of_next_year)), 0) as mean_absolute_error_eur,
        round(sqrt(avg(power(predicted_value - value_of_next_year, 2))), 0)
            as root_mean_square_error_eur
    from forecasts
    group by forecast

)

select * from errors
order by root_mean_square_error_eur asc
