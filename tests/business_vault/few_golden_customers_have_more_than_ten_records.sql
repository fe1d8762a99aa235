-- Circuit breaker: if many customers grow at once, a rule or a feed is broken, not a single record.
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

counted as (

    select
        count(*) as customer_count,
        sum(case when record_count > 10 then 1 else 0 end) as customers_above_ten
    from sizes

),

limits as (

    select
        {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'share_above_ten'
        ) }} as allowed

),

measured as (

    select
        'share of customers' as column_name,
        counted.customer_count,
        counted.customers_above_ten,
        {{ divide('counted.customers_above_ten', 'counted.customer_count', 6) }} as measured,
        limits.allowed,
        case
            when counted.customers_above_ten > counted.customer_count * limits.allowed
                then 'failed'
            else 'passed'
        end as outcome
    from counted
    cross join limits

)

select * from measured
