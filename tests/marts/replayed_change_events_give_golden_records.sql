-- An auditor who replays a customer's change events must arrive at its current golden record.
with

events as (

    select * from {{ ref('customer_change_events') }}
    where attribute <> 'customer_uid'

),

replayed as (

    select
        customer_uid,
        attribute,
        new_value
    from events
    qualify row_number() over (
        partition by customer_uid, attribute
        order by event_date desc
    ) = 1

),

current_values as (

    select
        customer_uid,
        attribute,
        attribute_value
    from {{ ref('golden_values') }}
    where time_axis = 'load_time'
    qualify row_number() over (
        partition by customer_uid, attribute
        order by changed_at desc
    ) = 1

),

differences as (

    select
        coalesce(current_values.customer_uid, replayed.customer_uid) as customer_uid,
        coalesce(current_values.attribute, replayed.attribute) as attribute,
        current_values.attribute_value,
        replayed.new_value
    from current_values
    full outer join replayed
        on
            current_values.customer_uid = replayed.customer_uid
            and current_values.attribute = replayed.attribute
    where current_values.attribute_value is distinct from replayed.new_value

)

select * from differences
