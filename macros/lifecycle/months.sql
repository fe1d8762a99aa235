{#
    The months of customer months on each time axis, up to that of the current as-of date, which has
    usually not ended. By source time, they start with the first month for which the events cover
    the longest look-back of the lifecycle rules, churned_after_idle_days: in an earlier month, a
    customer with older events that were never delivered would seem churned. By load time, they
    start with the month of the first delivery.

    Columns: month_key, time_axis, month_start, as_of_date (the end of the month, or the current
    as-of date), is_complete, ends_at, the first instant after the as-of date, and known_before: by
    load time, only rows known before it count. In the newest month, everything known counts,
    including steward decisions after the as-of date, which do not move that date.

    Arguments:
        events       CTE with the rows of customer_events
        memberships  CTE with the rows of customer_memberships

    Example:
        months as ({{ customer_months('events', 'memberships') }})
#}
{% macro customer_months(events, memberships) -%}
    with lookback as (
        {{ thresholds(['churned_after_idle_days']) }}
    ),

    first_events as (
        select min(cast(occurred_at as date)) as first_date from {{ events }}
    ),

    covered_from as (
        select
            'source_time' as time_axis,
            {{ dbt.dateadd(
                'day', 'cast(lookback.churned_after_idle_days as integer)',
                'first_events.first_date'
            ) }} as first_at
        from first_events
        cross join lookback
        union all
        select
            'load_time' as time_axis,
            min(member_from) as first_at
        from {{ memberships }}
    ),

    numbers as (
        {{ number_series(1200) }}
    ),

    month_starts as (
        select
            covered_from.time_axis,
            cast(
                {{ dbt.dateadd('month', 'numbers.n', dbt.date_trunc(
                    'month', 'least(covered_from.first_at, current_as_of_date.as_of_date)'
                )) }} as date
            ) as month_start,
            current_as_of_date.as_of_date as newest_date,
            current_as_of_date.newest_delivery_date
        from covered_from
        cross join numbers
        cross join {{ ref('current_as_of_date') }} as current_as_of_date
        where covered_from.first_at is not null
    ),

    with_end as (
        select
            *,
            cast({{ dbt.last_day('month_start', 'month') }} as date) as last_day
        from month_starts
        where month_start <= newest_date
    ),

    with_as_of_date as (
        select
            time_axis,
            month_start,
            least(last_day, newest_date) as as_of_date,
            case
                when last_day >= newest_date then newest_delivery_date
                else last_day
            end as known_date,
            last_day <= newest_date as is_complete
        from with_end
    )

    select
        *,
        time_axis || ' ' || {{ date_text('month_start') }} as month_key,
        cast({{ dbt.dateadd('day', 1, 'as_of_date') }} as {{ type_timestamp() }}) as ends_at,
        cast({{ dbt.dateadd('day', 1, 'known_date') }} as {{ type_timestamp() }}) as known_before
    from with_as_of_date
{%- endmacro %}

{#
    The rows that were known at the end of each month on the axis of load time.

    Arguments:
        rows    CTE or relation with loaded_at
        months  CTE with the output of customer_months

    Example:
        {{ known_rows('emails', 'months') }}
#}
{% macro known_rows(rows, months) -%}
    select
        {{ months }}.month_key,
        deliveries.*
    from {{ rows }} as deliveries
    inner join {{ months }}
        on
            {{ months }}.time_axis = 'load_time'
            and deliveries.loaded_at < {{ months }}.ends_at
{%- endmacro %}

{#
    The current row of each key among the rows known at the end of each month: the result that
    `newest_rows` would have had then.

    Arguments:
        relation  see newest_rows
        key       column of the key, or several, separated by commas
        months    CTE with the output of customer_months
        rows      CTE with the rows of the table (optional)

    Example:
        {{ newest_known_rows('sat_order__shop', 'order_hk', 'months') }}
#}
{% macro newest_known_rows(relation, key, months, rows=none) -%}
    {{ known_rows(rows or ref(relation), months) }}
    qualify row_number() over (
        partition by {{ months }}.month_key, {{ key }}
        order by {{ newest_first(relation) }}
    ) = 1
{%- endmacro %}
