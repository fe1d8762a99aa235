{#
    The activity of customer records up to the end of each month, by source time: all that is known
    now, with each order in its state at the end of the month. One row per month and event.

    Arguments:
        months        CTE with the output of customer_months
        order_states  CTE with the rows of sat_order__shop and customer_hk
        events        CTE with the rows of customer_events

    Example:
        activity as ({{ activity_by_source_time('months', 'order_states', 'events') }})
#}
{% macro activity_by_source_time(months, order_states, events) -%}
    select
        {{ months }}.month_key,
        state_spans.customer_hk,
        'order' as event_kind,
        state_spans.ordered_at as occurred_at,
        {{ is_revenue('state_spans.order_status') }} as is_revenue,
        order_values.order_total_eur,
        cast(null as varchar) as sentiment,
        cast(null as integer) as csat_score
    from (
        {{ order_state_spans(order_states) }}
    ) as state_spans
    inner join {{ months }}
        on
            {{ months }}.time_axis = 'source_time'
            and state_spans.ordered_at < {{ months }}.ends_at
            and state_spans.valid_from < {{ months }}.ends_at
            and state_spans.valid_to >= {{ months }}.ends_at
    left join {{ ref('bsat_order_value') }} as order_values
        on state_spans.order_hk = order_values.order_hk
    union all
    select
        {{ months }}.month_key,
        {{ events }}.customer_hk,
        {{ events }}.event_kind,
        {{ events }}.occurred_at,
        false as is_revenue,
        null as order_total_eur,
        interactions.sentiment,
        interactions.csat_score
    from {{ events }}
    inner join {{ months }}
        on
            {{ months }}.time_axis = 'source_time'
            and {{ events }}.occurred_at < {{ months }}.ends_at
    left join {{ ref('current_interactions') }} as interactions
        on
            {{ events }}.event_kind = 'interaction'
            and {{ events }}.event_hk = interactions.interaction_hk
    where {{ events }}.event_kind <> 'order'
{%- endmacro %}

{#
    The states of orders with the span of source time in which each was current. The first state
    starts when the order was placed.

    Arguments:
        order_states  CTE with the rows of sat_order__shop and customer_hk

    Example:
        see activity_by_source_time
#}
{% macro order_state_spans(order_states) -%}
    {%- set of_order = 'over (partition by order_hk order by effective_from)' -%}
    select
        order_hk,
        customer_hk,
        ordered_at,
        order_status,
        case
            when row_number() {{ of_order }} = 1 then {{ open_start() }}
            else effective_from
        end as valid_from,
        coalesce(lead(effective_from) {{ of_order }}, {{ open_end() }}) as valid_to
    from (
        select * from {{ order_states }}
        qualify row_number() over (
            partition by order_hk, effective_from
            order by loaded_at desc
        ) = 1
    ) as latest_per_source_time
{%- endmacro %}
