{#
    The records of each month by source time: the current members, from their start day.

    Arguments:
        months       CTE with the output of customer_months
        events       CTE with the rows of customer_events
        memberships  CTE with the rows of customer_memberships

    Example:
        members as ({{ members_by_source_time('months', 'events', 'memberships') }})
#}
{% macro members_by_source_time(months, events, memberships) -%}
    select
        {{ months }}.month_key,
        records.customer_hk,
        records.customer_uid,
        records.source_system,
        records.member_from
    from (
        {{ records_by_source_time(events, memberships) }}
    ) as records
    inner join {{ months }}
        on
            {{ months }}.time_axis = 'source_time'
            and records.started_on <= {{ months }}.as_of_date
{%- endmacro %}

{#
    The records of each month by load time: the members known at its end, or now if it is the
    newest month.

    Arguments:
        months       CTE with the output of customer_months
        memberships  CTE with the rows of customer_memberships

    Example:
        members as ({{ members_by_load_time('months', 'memberships') }})
#}
{% macro members_by_load_time(months, memberships) -%}
    select
        {{ months }}.month_key,
        {{ memberships }}.customer_hk,
        {{ memberships }}.customer_uid,
        {{ memberships }}.source_system,
        {{ memberships }}.member_from
    from {{ memberships }}
    inner join {{ months }}
        on
            {{ months }}.time_axis = 'load_time'
            and {{ memberships }}.member_from < {{ months }}.known_before
            and {{ memberships }}.member_to >= {{ months }}.known_before
{%- endmacro %}

{#
    The attributes of records that matter for engagement at the end of each month: valid then by
    source time, known then by load time. A creation date counts from that date on, whenever its
    source recorded it.

    Arguments:
        months  CTE with the output of customer_months

    Example:
        attributes as ({{ attributes_of_months('months') }})
#}
{% macro attributes_of_months(months) -%}
    {%- for time_axis in ('source_time', 'load_time') %}
    select
        {{ months }}.month_key,
        attribute_spans.customer_hk,
        attribute_spans.attribute,
        attribute_spans.attribute_value
    from {{ ref('customer_attributes_by_' ~ time_axis) }} as attribute_spans
    inner join {{ months }}
        on
            {{ months }}.time_axis = '{{ time_axis }}'
            {%- if time_axis == 'load_time' %}
            and attribute_spans.known_from <= {{ months }}.as_of_date
            and attribute_spans.known_to > {{ months }}.as_of_date
            {%- else %}
            and case
                when attribute_spans.attribute = 'created_date'
                    then attribute_spans.valid_to = {{ open_end() }}
                else
                    attribute_spans.valid_from < {{ months }}.ends_at
                    and attribute_spans.valid_to >= {{ months }}.ends_at
            end
            {%- endif %}
    where {{ has_engagement_attribute('attribute_spans') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
