-- Who are our customers: how many by status, segment and country, and how valuable are they?
with

customers as (

    select
        status,
        coalesce(segment, 'unknown') as segment,
        coalesce(country, 'unknown') as country,
        master_record_count,
        lifetime_value,
        last_activity_date
    from {{ ref('dim_customer') }}
    where
        is_current
        and customer_uid <> 'UNKNOWN'

),

customer_groups as (

    select
        status,
        segment,
        country,
        count(*) as customers,
        sum(master_record_count) as master_records,
        sum(lifetime_value) as lifetime_value,
        round(avg(lifetime_value), 2) as average_lifetime_value,
        max(last_activity_date) as last_activity_date
    from customers
    group by status, segment, country

)

select * from customer_groups
order by lifetime_value desc, status asc, segment asc, country asc
