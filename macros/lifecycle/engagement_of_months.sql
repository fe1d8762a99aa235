{#
    The activity of golden customers up to the end of each month.

    Arguments:
        activity  CTE with what customer records did, one row per month and event
        members   CTE of the members of each month
        months    CTE with the output of customer_months

    Example:
        activity as ({{ activity_of_customers('all_activity', 'members', 'months') }})
#}
{% macro activity_of_customers(activity, members, months) -%}
    select
        {{ members }}.month_key,
        {{ members }}.customer_uid,
        min(cast({{ activity }}.occurred_at as date)) as first_event_date,
        max(cast({{ activity }}.occurred_at as date)) as last_event_date,
        count(case when {{ activity }}.event_kind = 'order' then 1 end) as order_count,
        sum(case when {{ activity }}.is_revenue then {{ activity }}.order_total_eur end)
            as lifetime_value,
        sum(
            case
                when
                    {{ activity }}.is_revenue
                    and {{ is_in_last_12_months(
                        activity ~ '.occurred_at', months ~ '.as_of_date'
                    ) }}
                    then {{ activity }}.order_total_eur
            end
        ) as revenue_12_months,
        {{ sentiment_balance() }} as sentiment_balance,
        {{ csat_average() }} as csat_average
    from {{ activity }}
    inner join {{ members }}
        on
            {{ activity }}.month_key = {{ members }}.month_key
            and {{ activity }}.customer_hk = {{ members }}.customer_hk
    inner join {{ months }}
        on {{ activity }}.month_key = {{ months }}.month_key
    group by {{ members }}.month_key, {{ members }}.customer_uid
{%- endmacro %}

{#
    The engagement of golden customers at the end of each month, as in bsat_customer_engagement.

    Arguments:
        months    CTE with the output of customer_months
        records   CTE with the output of records_of_customers
        activity  CTE with the output of activity_of_customers
        inputs    CTE with the output of customer_month_inputs

    Example:
        see bsat_customer_engagement_monthly
#}
{% macro engagement_of_months(months, records, activity, inputs) -%}
    with with_dates as (
        select
            {{ records }}.*,
            {{ is_closed(records) }} as is_closed,
            {{ created_date(records, activity) }} as first_date,
            {{ activity }}.last_event_date,
            coalesce({{ activity }}.order_count, 0) as order_count,
            coalesce({{ activity }}.lifetime_value, 0) as lifetime_value,
            greatest(coalesce({{ activity }}.revenue_12_months, 0), 0) as revenue_12_months,
            {{ activity }}.sentiment_balance,
            {{ activity }}.csat_average
        from {{ records }}
        left join {{ activity }}
            on
                {{ records }}.month_key = {{ activity }}.month_key
                and {{ records }}.customer_uid = {{ activity }}.customer_uid
    )

    select
        {{ months }}.month_key,
        {{ months }}.time_axis,
        {{ months }}.month_start,
        {{ months }}.as_of_date,
        {{ months }}.is_complete,
        with_dates.customer_uid,
        with_dates.first_date as created_date,
        coalesce(with_dates.last_event_date, with_dates.first_date) as last_activity_date,
        with_dates.is_closed,
        with_dates.record_count,
        with_dates.order_count,
        with_dates.lifetime_value,
        with_dates.revenue_12_months,
        with_dates.sentiment_balance,
        with_dates.csat_average,
        coalesce({{ inputs }}.inputs_digest, 'none') as inputs_digest
    from with_dates
    inner join {{ months }}
        on with_dates.month_key = {{ months }}.month_key
    left join {{ inputs }}
        on
            {{ months }}.time_axis = {{ inputs }}.time_axis
            and {{ months }}.month_start = {{ inputs }}.changed_in
{%- endmacro %}
