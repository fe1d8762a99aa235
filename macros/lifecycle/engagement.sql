{#
    The records of each golden customer: their number, how many are closed, and the earliest dates.
    Records of the customer master systems can be deleted or deactivated.

    Arguments:
        members     CTE of members: the columns of `by`, customer_hk, source_system, member_from
        attributes  CTE of their attribute values: customer_hk, attribute, attribute_value
        month       column of the month in both, if they cover several months (optional)

    Example:
        records as ({{ records_of_customers('identity', 'attributes') }})
#}
{% macro records_of_customers(members, attributes, month=none) -%}
    {%- set months = [month] if month else [] -%}
    {%- set in_master = 'source_system in (' ~ quoted_list(master_systems()) ~ ')' -%}
    with record_states as (
        select
            {%- for column in months + ['customer_uid', 'customer_hk', 'source_system'] %}
            {{ members }}.{{ column }},
            {%- endfor %}
            min(cast({{ members }}.member_from as date)) as first_seen_date,
            min(
                case
                    when {{ attributes }}.attribute = 'created_date'
                        then cast({{ attributes }}.attribute_value as date)
                end
            ) as created_date,
            count(
                case
                    when
                        {{ attributes }}.attribute in ({{ quoted_list(closing_attributes()) }})
                        and {{ attributes }}.attribute_value = 'true'
                        then 1
                end
            ) > 0 as is_closed
        from {{ members }}
        left join {{ attributes }}
            on
                {{ members }}.customer_hk = {{ attributes }}.customer_hk
                {%- for column in months %}
                and {{ members }}.{{ column }} = {{ attributes }}.{{ column }}
                {%- endfor %}
        group by
            {%- for column in months + ['customer_uid', 'customer_hk', 'source_system'] %}
            {{ members }}.{{ column }} {{- ',' if not loop.last }}
            {%- endfor %}
    )

    select
        {{ (months + ['customer_uid']) | join(', ') }},
        min(first_seen_date) as first_seen_date,
        min(created_date) as created_date,
        count(*) as record_count,
        count(case when {{ in_master }} then 1 end) as master_record_count,
        count(case when {{ in_master }} and is_closed then 1 end) as closed_record_count
    from record_states
    group by {{ (months + ['customer_uid']) | join(', ') }}
{%- endmacro %}

{#
    The attributes that close a record when they are true.

    Example:
        see records_of_customers
#}
{% macro closing_attributes() -%}
    {{ return(['is_flagged_deleted', 'is_absent', 'is_inactive']) }}
{%- endmacro %}

{#
    The condition that all records of a customer in customer master systems are closed.

    Arguments:
        records  CTE with the output of records_of_customers

    Example:
        {{ is_closed('records') }} as is_closed
#}
{% macro is_closed(records) -%}
    {{ records }}.master_record_count > 0
    and {{ records }}.master_record_count = {{ records }}.closed_record_count
{%- endmacro %}

{#
    The date on which any source first knew a customer.

    Arguments:
        records   CTE with the output of records_of_customers
        activity  CTE with first_event_date

    Example:
        {{ created_date('records', 'activity') }} as created_date
#}
{% macro created_date(records, activity) -%}
    least(
        {{ records }}.first_seen_date,
        coalesce({{ records }}.created_date, {{ records }}.first_seen_date),
        coalesce({{ activity }}.first_event_date, {{ records }}.first_seen_date)
    )
{%- endmacro %}

{#
    The mean sentiment of interactions, from -1 (always negative) to 1 (always positive).

    Example:
        {{ sentiment_balance() }} as sentiment_balance
#}
{% macro sentiment_balance() -%}
    {{ divide(
        "count(case when sentiment = 'Positive' then 1 end)"
        ~ " - count(case when sentiment = 'Negative' then 1 end)",
        "count(case when sentiment in ('Positive', 'Neutral', 'Negative') then 1 end)",
        scale=8
    ) }}
{%- endmacro %}

{#
    The mean customer satisfaction of interactions.

    Example:
        {{ csat_average() }} as csat_average
#}
{% macro csat_average() -%}
    {{ divide('sum(csat_score)', 'count(csat_score)', scale=8) }}
{%- endmacro %}
