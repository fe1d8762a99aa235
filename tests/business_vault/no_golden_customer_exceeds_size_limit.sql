-- Circuit breaker: a golden customer of this size means that a chain or a shared value has merged
-- unrelated people.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

sizes as (

    select
        customer_uid,
        count(*) as record_count
    from identity
    group by customer_uid

),

too_large as (

    select * from sizes
    where
        record_count > {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'largest_customer'
        ) }}

)

select * from too_large
