-- Grain: one row per day, golden customer and attribute that changed, its uid being one of them.
-- In the order of delivery, as we believed on each day; a change of values takes the name of what
-- happened to the customer on that day.
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

-- A merge changes the values of the customer that goes on, a split those of the one that it left.
others_touched as (

    select
        event_date,
        case event_type when 'MERGE' then to_uid else from_uid end as customer_uid,
        event_type
    from identity_events
    where event_type in ('MERGE', 'SPLIT')

),

touched as (

    select
        event_date,
        customer_uid,
        event_type
    from uid_changes
    union
    select * from others_touched

),

named_days as (

    select * from touched
    qualify row_number() over (
        partition by event_date, customer_uid
        order by
            case event_type when 'DELETE' then 1 when 'MERGE' then 2 when 'SPLIT' then 3 else 4 end
    ) = 1

),

compared as (

    select
        *,
        lag(attribute_value) over (
            partition by customer_uid, attribute
            order by moment
        ) as value_before
    from golden_values

),

value_changes as (

    select
        cast(compared.moment as date) as event_date,
        compared.customer_uid,
        coalesce(named_days.event_type, 'UPDATE') as event_type,
        compared.attribute,
        compared.value_before as old_value,
        compared.attribute_value as new_value,
        winners.source_system,
        winners.customer_id,
        compared.winning_rule
    from compared
    left join named_days
        on
            compared.customer_uid = named_days.customer_uid
            and cast(compared.moment as date) = named_days.event_date
    left join identity as winners
        on compared.winning_customer_hk = winners.customer_hk
    where compared.attribute_value is distinct from compared.value_before

),

gathered as (

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

keyed as (

    select
        {{ surrogate_key(['event_date', 'customer_uid', 'event_type', 'attribute']) }} as event_id,
        *
    from gathered

)

select * from keyed
