-- Who was each customer record on that day, and is it another golden customer today?
-- That day is the var `as_of_date`, or the first delivery when none is given.
with

first_delivery as (

    select min(cast(loaded_at as date)) as delivery_date
    from {{ ref('hub_customer') }}

),

asked_day as (

    select
        {{ "cast('" ~ var('as_of_date') ~ "' as date)" if var('as_of_date') else 'delivery_date' }}
            as as_of_date
    from first_delivery

),

who_was_who as (

    {{ same_as_on('asked_day') }}

),

named as (

    select
        *,
        {{ hex_text('master_customer_hk') }} as master_record_id
    from who_was_who

),

identity as (

    select * from {{ ref('customer_identity') }}

),

answered as (

    select
        named.as_of_date,
        identity.source_system,
        identity.customer_id,
        {{ customer_uid('named.master_record_id') }} as uid_then,
        identity.customer_uid as uid_today,
        named.master_customer_hk <> identity.master_customer_hk as is_another_today
    from named
    inner join identity
        on named.customer_hk = identity.customer_hk

)

select * from answered
order by is_another_today desc, uid_today asc, source_system asc, customer_id asc
