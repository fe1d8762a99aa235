-- Grain: one row per customer record; today's golden customer, as if it had always been the one.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

unbounded as (

    select
        customer_hk,
        customer_uid,
        cast('1900-01-01' as timestamp) as member_from,
        cast('9999-12-31' as timestamp) as member_to
    from identity

)

select * from unbounded
