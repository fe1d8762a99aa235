-- Which carriers deliver late, how late, and at what cost?
with

shipments as (

    select * from {{ ref('fact_shipments') }}

),

carrier_totals as (

    select
        carrier,
        count(*) as shipments,
        sum(case when delivered_at is not null then 1 else 0 end) as delivered,
        sum(case when is_late then 1 else 0 end) as late,
        sum(case when is_late and delivered_at is null then 1 else 0 end) as overdue,
        round(
            avg(case when is_late and delivered_at is not null then days_late end), 1
        ) as average_days_late,
        max(case when delivered_at is not null then days_late end) as most_days_late,
        sum(shipping_cost_eur) as shipping_cost_eur
    from shipments
    group by carrier

),

late_rates as (

    select
        *,
        round(late / cast(shipments as double), 4) as late_rate
    from carrier_totals

)

select * from late_rates
order by late_rate desc, carrier asc
