-- Which golden customer did each record belong to on a past day, and which one now?
-- The day is the var `as_of_date`, or the first delivery if none is given.
with

first_delivery as (

    select min(cast(loaded_at as date)) as delivery_date
    from {{ ref('hub_customer') }}

),

requested_day as (

    select
        {{ 'cast(' ~ text_literal(var('as_of_date')) ~ ' as date)'
            if var('as_of_date') else 'delivery_date' }} as as_of_date
    from first_delivery

),

same_as_links as (

    {{ same_as_on('requested_day') }}

),

past_memberships as (

    select
        *,
        {{ hex_text('master_customer_hk') }} as master_record_id
    from same_as_links

),

identity as (

    select * from {{ ref('customer_identity') }}

),

past_and_current_customers as (

    select
        past_memberships.as_of_date,
        identity.source_system,
        identity.customer_id,
        {{ customer_uid('past_memberships.master_record_id') }} as uid_then,
        identity.customer_uid as uid_today,
        past_memberships.master_customer_hk <> identity.master_customer_hk as is_another_today
    from past_memberships
    inner join identity
        on past_memberships.customer_hk = identity.customer_hk

)

select * from past_and_current_customers
order by is_another_today desc, uid_today asc, source_system asc, customer_id asc
