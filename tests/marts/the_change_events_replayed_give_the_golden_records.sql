-- An auditor who reads the changes of a customer in order must end at what we believe of it today.
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

believed as (

    select
        customer_uid,
        attribute,
        attribute_value
    from {{ ref('golden_values') }}
    where time_axis = 'load_time'
    qualify row_number() over (
        partition by customer_uid, attribute
        order by moment desc
    ) = 1

),

differing as (

    select
        coalesce(believed.customer_uid, replayed.customer_uid) as customer_uid,
        coalesce(believed.attribute, replayed.attribute) as attribute,
        believed.attribute_value,
        replayed.new_value
    from believed
    full outer join replayed
        on
            believed.customer_uid = replayed.customer_uid
            and believed.attribute = replayed.attribute
    where believed.attribute_value is distinct from replayed.new_value

)

select * from differing
