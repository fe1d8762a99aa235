-- A golden customer with a name but neither e-mail address, phone, city nor postcode cannot be
-- contacted, or distinguished from a namesake. If more than one in twenty is like that, a feed has
-- lost a column, or survivorship loses values.
with

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current and is_identified and customer_uid <> 'UNKNOWN'

),

counted as (

    select
        count(*) as customer_count,
        sum(
            case when coalesce(email, phone, city, postcode) is null then 1 else 0 end
        ) as incomplete_count
    from customers

),

too_many as (

    select * from counted
    where incomplete_count * 20 > customer_count

)

select * from too_many
