-- Grain: one row per delivery date, golden customer and changed attribute, including its uid.
-- Changes are in load-time order. A changed value has the event type of its customer on that day.
with

golden_values as (

    select * from {{ ref('golden_values') }}
    where time_axis = 'load_time'

),

identity_events as (

    select * from {{ ref('customer_uid_events') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

uid_changes as (

    select
        event_date,
        case event_type
            when 'MERGE' then from_uid
            when 'RETIRE' then from_uid
            else to_uid
        end as customer_uid,
        case event_type
            when 'BORN' then 'INSERT'
            when 'REACTIVATE' then 'INSERT'
            when 'RETIRE' then 'DELETE'
            else event_type
        end as event_type,
        from_uid as old_value,
        to_uid as new_value
    from identity_events
    where event_type in ('BORN', 'MERGE', 'SPLIT', 'RETIRE', 'REACTIVATE')

),

-- A merge also changes values of the surviving customer, a split values of the customer that was
-- split.
counterpart_events as (

    select
        event_date,
        case event_type when 'MERGE' then to_uid else from_uid end as customer_uid,
        event_type
    from identity_events
    where event_type in ('MERGE', 'SPLIT')

),

events_by_customer as (

    select
        event_date,
        customer_uid,
        event_type
    from uid_changes
    union
    select * from counterpart_events

),

daily_event_types as (

    select * from events_by_customer
    qualify row_number() over (
        partition by event_date, customer_uid
        order by
            case event_type when 'DELETE' then 1 when 'MERGE' then 2 when 'SPLIT' then 3 else 4 end
    ) = 1

),

values_with_previous as (

    select
        *,
        lag(attribute_value) over (
            partition by customer_uid, attribute
            order by changed_at
        ) as previous_value
    from golden_values

),

value_changes as (

    select
        cast(values_with_previous.changed_at as date) as event_date,
        values_with_previous.customer_uid,
        coalesce(daily_event_types.event_type, 'UPDATE') as event_type,
        values_with_previous.attribute,
        values_with_previous.previous_value as old_value,
        values_with_previous.attribute_value as new_value,
        winners.source_system,
        winners.customer_id,
        values_with_previous.winning_rule
    from values_with_previous
    left join daily_event_types
        on
            values_with_previous.customer_uid = daily_event_types.customer_uid
            and cast(values_with_previous.changed_at as date) = daily_event_types.event_date
    left join identity as winners
        on values_with_previous.winning_customer_hk = winners.customer_hk
    where values_with_previous.attribute_value is distinct from values_with_previous.previous_value

),

all_changes as (

    select * from value_changes
    union all
    select
        event_date,
        customer_uid,
        event_type,
        'customer_uid' as attribute,
        old_value,
        new_value,
        cast(null as varchar) as source_system,
        cast(null as varchar) as customer_id,
        cast(null as varchar) as winning_rule
    from uid_changes

),

change_events as (

    select
        {{ surrogate_key(
            [date_text('event_date'), 'customer_uid', 'event_type', 'attribute']
        ) }} as event_id,
        *
    from all_changes

)

select * from change_events
