-- Customers with a name can no longer be contacted, or distinguished from namesakes, if a feed has
-- lost a column or survivorship loses its values: too few have an e-mail address, a phone or a city
-- at all, too many of those who had one a day before have none, or one in twenty has neither of
-- them nor a postcode. Fewer than ten customers prove nothing.
{%- set smallest_shares = {'email': 0.75, 'phone': 0.75, 'city': 0.6} %}
with

versions as (

    select * from {{ ref('dim_customer') }}
    where is_identified and customer_uid <> 'UNKNOWN'

),

customers as (

    select * from versions
    where is_current

),

newest as (

    select max(valid_from) as changed_at from versions

),

day_before as (

    select versions.*
    from versions
    cross join newest
    where
        versions.valid_from <= newest.changed_at - interval '1 day'
        and coalesce(versions.valid_to, newest.changed_at) > newest.changed_at - interval '1 day'

),

counted as (

    {% for column, smallest_share in smallest_shares.items() -%}
    select
        '{{ column }}' as lost_column,
        count(*) as customer_count,
        count(*) - count(customers.{{ column }}) as without_value,
        count(*) * {{ 1 - smallest_share }} as allowed_without_value,
        count(day_before.{{ column }}) as had_value,
        sum(
            case
                when day_before.{{ column }} is not null and customers.{{ column }} is null then 1
                else 0
            end
        ) as lost_value
    from customers
    left join day_before
        on customers.customer_uid = day_before.customer_uid
    union all
    {% endfor -%}
    select
        'all' as lost_column,
        count(*) as customer_count,
        sum(
            case when coalesce(email, phone, city, postcode) is null then 1 else 0 end
        ) as without_value,
        count(*) * 0.05 as allowed_without_value,
        0 as had_value,
        0 as lost_value
    from customers

),

too_many as (

    select * from counted
    where
        (without_value >= 10 and without_value > allowed_without_value)
        or (lost_value >= 10 and lost_value * 20 > had_value)

)

select * from too_many
