-- Circuit breaker: a golden customer of this size means that a chain or a shared value has merged
-- unrelated people.
{{ config(fail_calc="count(case when outcome = 'failed' then 1 end)") }}
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

limits as (

    select
        {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'largest_customer'
        ) }} as allowed

),

-- Those that are too large, or else the largest one.
measured as (

    select
        'records of a customer' as column_name,
        sizes.customer_uid,
        sizes.record_count as measured,
        limits.allowed,
        case when sizes.record_count > limits.allowed then 'failed' else 'passed' end as outcome
    from sizes
    cross join limits
    qualify
        sizes.record_count > limits.allowed
        or row_number() over (
            order by sizes.record_count desc, sizes.customer_uid asc
        ) = 1

)

select * from measured
