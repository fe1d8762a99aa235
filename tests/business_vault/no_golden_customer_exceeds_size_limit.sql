-- Circuit breaker: an unforeseen chain or shared value has merged hundreds of strangers.
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
