-- The sales forecast is wrong if a deal is lost or counted twice between feed and mart.
with

delivered_states as (

    {{ newest_rows('stg_salesforce__opportunities', 'opportunity_hk') }}

),

delivered as (

    select
        count(*) as deal_count,
        sum(amount) as amount_total,
        sum(probability) as probability_total
    from delivered_states

),

counted as (

    select
        count(*) as deal_count,
        sum(amount) as amount_total,
        sum(probability) as probability_total
    from {{ ref('fact_pipeline') }}

),

compared as (

    select
        delivered.deal_count as delivered_count,
        counted.deal_count as counted_count
    from delivered
    cross join counted
    where
        delivered.deal_count <> counted.deal_count
        or delivered.amount_total is distinct from counted.amount_total
        or delivered.probability_total is distinct from counted.probability_total

)

select * from compared
