-- What e-mail and city did each Oracle customer have as of the earliest and the latest as-of date?
with

customers_as_of as (

    select * from {{ ref('pit_customer') }}

),

contact_data as (

    select * from {{ ref('sat_customer_pii__oracle') }}

),

customers as (

    select * from {{ ref('hub_customer') }}

),

contact_data_as_of as (

    select
        customers_as_of.customer_hk,
        customers_as_of.as_of_date,
        contact_data.email,
        contact_data.city
    from customers_as_of
    inner join contact_data
        on
            customers_as_of.sat_customer_pii__oracle_pk = contact_data.customer_hk
            and customers_as_of.sat_customer_pii__oracle_ldts = contact_data.loaded_at
            and customers_as_of.sat_customer_pii__oracle_eff = contact_data.effective_from

),

first_and_last as (

    select
        customer_hk,
        min(as_of_date) as first_as_of_date,
        max(as_of_date) as last_as_of_date
    from contact_data_as_of
    group by customer_hk

),

compared as (

    select
        customers.customer_id,
        first_and_last.first_as_of_date,
        earlier.email as first_email,
        earlier.city as first_city,
        first_and_last.last_as_of_date,
        later.email as last_email,
        later.city as last_city
    from first_and_last
    inner join customers
        on first_and_last.customer_hk = customers.customer_hk
    inner join contact_data_as_of as earlier
        on
            first_and_last.customer_hk = earlier.customer_hk
            and first_and_last.first_as_of_date = earlier.as_of_date
    inner join contact_data_as_of as later
        on
            first_and_last.customer_hk = later.customer_hk
            and first_and_last.last_as_of_date = later.as_of_date

)

select * from compared
order by customer_id asc
