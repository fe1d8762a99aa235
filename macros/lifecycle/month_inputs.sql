{#
    The inputs from which customer months are computed: one row per time axis and month with a
    change, with a digest of the changes. A change affects its month and all later ones, so a stored
    month is up to date if neither its digest nor that of an earlier month has changed. This detects
    late events, corrections, and records that moved to another customer, whenever they were loaded.
    Loads of the raw vault are not included, because bookkeeping shows which of them are pending.
    Changes before the first month of a time axis count for that month. By load time, changes after
    the last month, such as a steward decision after the as-of date, count for the last month, which
    is computed again when the next month starts.

    Columns: time_axis, changed_in (first day of the month) and inputs_digest.

    Arguments:
        events       CTE with the rows of customer_events
        memberships  CTE with the rows of customer_memberships
        months       CTE with the output of customer_months

    Example:
        inputs as ({{ customer_month_inputs('events', 'memberships', 'months') }})
#}
{% macro customer_month_inputs(events, memberships, months) -%}
    {%- set ctes = {'customer_events': events, 'customer_memberships': memberships} -%}
    {%- set parts = month_inputs_by_source_time() + month_inputs_by_load_time() -%}
    {%- set changed_month -%}
    greatest(
            case
                when parts.time_axis = 'load_time' then least(parts.changed_in, bounds.last_month)
                else parts.changed_in
            end,
            bounds.first_month
        )
    {%- endset -%}
    select
        parts.time_axis,
        {{ changed_month }} as changed_in,
        cast({{ rows_digest(['parts.part', 'parts.changed_in', 'parts.digest']) }} as varchar)
            as inputs_digest
    from (
        {%- for part in parts %}
        select
            '{{ part.axis }}' as time_axis,
            {{ loop.index }} as part,
            cast({{ dbt.date_trunc('month', part.time) }} as date) as changed_in,
            {{ rows_digest(part['columns']) }} as digest
        from {{ ctes.get(part.relation) or ref(part.relation) }}
        {{ 'where ' ~ part.where if part.where }}
        group by {{ dbt.date_trunc('month', part.time) }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
        union all
        {{ records_by_first_month(events, memberships) }}
    ) as parts
    inner join (
        select
            time_axis,
            min(month_start) as first_month,
            max(month_start) as last_month
        from {{ months }}
        group by time_axis
    ) as bounds
        on parts.time_axis = bounds.time_axis
    group by parts.time_axis, {{ changed_month }}
{%- endmacro %}

{#
    The tables that customer months by source time are computed from, each with the time from which
    its rows count and the columns that matter.

    Example:
        see customer_month_inputs
#}
{% macro month_inputs_by_source_time() -%}
    {%- set inputs = [
        ('sat_order__shop', 'least(ordered_at, effective_from)',
            ['order_hk', 'order_hashdiff', 'effective_from', 'loaded_at']),
        ('bsat_order_value', 'ordered_at', ['order_hk', 'order_total_eur']),
        ('customer_events', 'occurred_at',
            ['event_kind', 'event_hk', 'customer_hk', 'occurred_at']),
        ('current_interactions', 'interacted_at',
            ['interaction_hk', 'sentiment', 'csat_score']),
        ('customer_attributes_by_source_time', 'valid_from',
            ['customer_hk', 'attribute', 'attribute_value', 'valid_from']),
    ] -%}
    {{ return(month_inputs('source_time', inputs)) }}
{%- endmacro %}

{#
    The tables, other than those of the raw vault, that customer months by load time are computed
    from, as for source time.

    Example:
        see customer_month_inputs
#}
{% macro month_inputs_by_load_time() -%}
    {%- set inputs = [
        ('customer_memberships', 'member_from', ['customer_hk', 'customer_uid', 'member_from']),
        ('customer_memberships', 'member_to', ['customer_hk', 'customer_uid', 'member_to']),
        ('customer_attributes_by_load_time', 'known_from',
            ['customer_hk', 'attribute', 'attribute_value', 'known_from']),
        ('customer_attributes', 'loaded_at',
            ['customer_hk', 'attribute_value', 'effective_from', 'loaded_at']),
    ] -%}
    {{ return(month_inputs('load_time', inputs)) }}
{%- endmacro %}

{#
    Tables as mappings, with the condition on rows that matter.

    Arguments:
        time_axis  source_time or load_time
        tables     list of name, time and columns

    Example:
        see month_inputs_by_source_time
#}
{% macro month_inputs(time_axis, tables) -%}
    {%- set conditions = {
        'customer_attributes': "attribute = 'email'",
        'customer_attributes_by_load_time': has_engagement_attribute(),
        'customer_attributes_by_source_time': has_engagement_attribute(),
    } -%}
    {%- set found = [] -%}
    {%- for relation, time, columns in tables -%}
        {%- do found.append({
            'axis': time_axis, 'relation': relation, 'time': time, 'columns': columns,
            'where': conditions.get(relation),
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The condition that an attribute matters for the engagement of a customer: a date of creation, or
    the closing of a record.

    Arguments:
        attributes  relation of attributes, if it must be named (optional)

    Example:
        where {{ has_engagement_attribute() }}
#}
{% macro has_engagement_attribute(attributes=none) -%}
    {%- set names = ['created_date'] + closing_attributes() -%}
    {{ attributes ~ '.' if attributes }}attribute in ({{ quoted_list(names) }})
{%- endmacro %}

{#
    The records and their current customers as an input of customer months by source time, by the
    month in which the record began.

    Arguments:
        events       CTE with the rows of customer_events
        memberships  CTE with the rows of customer_memberships

    Example:
        see customer_month_inputs
#}
{% macro records_by_first_month(events, memberships) -%}
    select
        'source_time' as time_axis,
        0 as part,
        cast({{ dbt.date_trunc('month', 'started_on') }} as date) as changed_in,
        {{ rows_digest(['customer_hk', 'customer_uid', 'member_from', 'created_date']) }}
            as digest
    from (
        {{ records_by_source_time(events, memberships) }}
    ) as records
    group by {{ dbt.date_trunc('month', 'started_on') }}
{%- endmacro %}

{#
    Customer records with their current golden customer, the creation date in their source, and
    their start day: the earliest day on which any source knew them, as for customers.

    Arguments:
        events       CTE with the rows of customer_events
        memberships  CTE with the rows of customer_memberships

    Example:
        records as ({{ records_by_source_time('events', 'memberships') }})
#}
{% macro records_by_source_time(events, memberships) -%}
    with first_events as (
        select
            customer_hk,
            min(cast(occurred_at as date)) as first_event_date
        from {{ events }}
        group by customer_hk
    ),

    created_dates as (
        select
            customer_hk,
            attribute_value as created_date
        from {{ ref('customer_attributes_by_source_time') }}
        where
            attribute = 'created_date'
            and valid_to = {{ open_end() }}
    ),

    records as (
        select
            members.customer_hk,
            members.customer_uid,
            members.source_system,
            members.member_from,
            cast(members.member_from as date) as first_seen_date,
            first_events.first_event_date,
            cast(created_dates.created_date as date) as created_date
        from {{ memberships }} as members
        left join first_events
            on members.customer_hk = first_events.customer_hk
        left join created_dates
            on members.customer_hk = created_dates.customer_hk
        where members.member_to = {{ open_end() }}
    )

    select
        *,
        {{ created_date('records', 'records') }} as started_on
    from records
{%- endmacro %}

{#
    The customer months that must be computed again: on each time axis the first one whose inputs
    or end differ from the stored ones, by load time also that of the earliest pending load, and all
    later ones. A month that the warehouse no longer has is deleted.

    Example:
        'refresh_also': ['changed_customer_months']
#}
{% macro default__changed_customer_months() -%}
    with events as (
        select * from {{ ref('customer_events') }}
    ),

    memberships as (
        select * from {{ ref('customer_memberships') }}
    ),

    months as (
        {{ customer_months('events', 'memberships') }}
    ),

    inputs as (
        {{ customer_month_inputs('events', 'memberships', 'months') }}
    ),

    stored as (
        select
            month_key,
            time_axis,
            month_start,
            max(as_of_date) as as_of_date,
            max(inputs_digest) as inputs_digest
        from {{ this }}
        group by month_key, time_axis, month_start
    ),

    compared as (
        select
            coalesce(months.month_key, stored.month_key) as month_key,
            coalesce(months.time_axis, stored.time_axis) as time_axis,
            coalesce(months.month_start, stored.month_start) as month_start,
            months.as_of_date is distinct from stored.as_of_date
            or coalesce(inputs.inputs_digest, 'none') is distinct from stored.inputs_digest
                as is_changed
        from months
        full outer join stored
            on months.month_key = stored.month_key
        left join inputs
            on
                months.time_axis = inputs.time_axis
                and months.month_start = inputs.changed_in
    ),

    changes as (
        select
            time_axis,
            month_start
        from compared
        where is_changed
        union all
        select
            'load_time' as time_axis,
            cast({{ dbt.date_trunc(
                'month', 'cast(load as ' ~ type_timestamp() ~ ')'
            ) }} as date) as month_start
        from {{ bookkeeping_table('processed_loads') }}
        where
            consumer = '{{ model.name }}'
            and status = 'pending'
            and source in ({{ quoted_list(loaded_parents()) }})
    ),

    first_changes as (
        select
            time_axis,
            min(month_start) as month_start
        from changes
        group by time_axis
    )

    select compared.month_key as refresh_key
    from compared
    inner join first_changes
        on
            compared.time_axis = first_changes.time_axis
            and compared.month_start >= first_changes.month_start
{%- endmacro %}

{#
    The tracked parents of the running model whose loads are load times.

    Example:
        see default__changed_customer_months
#}
{% macro loaded_parents() -%}
    {%- set found = [] -%}
    {%- for parent in tracked_parents(graph.nodes[model.unique_id])
        if parent.config.meta.get('load_column') == 'loaded_at' -%}
        {%- do found.append(parent.name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
