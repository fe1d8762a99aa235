-- Readers cannot group by, dial or write to values that have several spellings or are placeholders.
with

customers as (

    select * from {{ ref('dim_customer') }}

),

checked_values as (

    select
        customer_key,
        'phone' as attribute,
        phone as golden_value,
        {{ matches_pattern('phone', '[+][1-9][0-9]{6,14}') }}
        and replace(right(phone, 7), right(phone, 1), '') <> '' as is_in_form
    from customers
    where phone is not null
    union all
    select
        customer_key,
        'email' as attribute,
        email as golden_value,
        email = lower(trim(email)) and email like '%_@_%._%' as is_in_form
    from customers
    where email is not null
    union all
    select
        customer_key,
        'country' as attribute,
        country as golden_value,
        {{ matches_pattern('country', '[A-Z][A-Z]') }} as is_in_form
    from customers
    where country is not null
    union all
    select
        customer_key,
        'city' as attribute,
        city as golden_value,
        min(city) over (partition by country, upper(city)) = city as is_in_form
    from customers
    where city is not null

),

other_forms as (

    select * from checked_values
    where not is_in_form

)

select * from other_forms
