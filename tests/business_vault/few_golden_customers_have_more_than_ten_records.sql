-- Circuit breaker: if many customers grow at once, a rule or a feed is broken, not a single record.
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

measured as (

    select
        count(*) as customer_count,
        sum(case when record_count > 10 then 1 else 0 end) as customers_above_ten
    from sizes

),

too_many as (

    select * from measured
    where
        customers_above_ten > customer_count * {{ match_limit(
            ref('match_model_parameters'), var('match_model_version'), 'share_above_ten'
        ) }}

)

select * from too_many
