-- Delivery costs are wrong if a shipment is lost or counted twice between feed and mart.
with

delivered_states as (

    {{ newest_rows('stg_logistics__shipments', 'shipment_hk') }}

),

delivered as (

    select
        count(*) as shipment_count,
        sum(shipping_cost) as cost_total
    from delivered_states

),

counted as (

    select
        count(*) as shipment_count,
        sum(shipping_cost) as cost_total
    from {{ ref('fact_shipments') }}

),

compared as (

    select
        delivered.shipment_count as delivered_count,
        counted.shipment_count as counted_count
    from delivered
    cross join counted
    where
        delivered.shipment_count <> counted.shipment_count
        or delivered.cost_total is distinct from counted.cost_total

)

select * from compared
