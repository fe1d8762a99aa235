-- Customers with a name can no longer be contacted, or distinguished from namesakes, if a feed has
-- lost a column or survivorship loses its values. Of e-mail address, phone and city: a record has a
-- value and the golden customer none, for more than one in ten; or the customer had one a day
-- before and has none, for more than one in twenty. Or more than one in twenty has neither of them
-- nor a postcode. Fewer than ten customers prove nothing.
{{ config(fail_calc="count(case when outcome = 'failed' then 1 end)") }}
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

records as (

    select
        customer_uid,
        max(email) as email,
        max(phone) as phone,
        max(city) as city
    from {{ ref('customer_records') }}
    where is_current
    group by customer_uid

),

counted as (

    {% for column in ['email', 'phone', 'city'] -%}
    {%- for former, most in [('records', 0.1), ('day_before', 0.05)] -%}
    select
        '{{ column }}, compared with {{ former | replace('_', ' ') }}' as column_name,
        {{ most }} as allowed,
        count({{ former }}.{{ column }}) as compared,
        count(
            case
                when {{ former }}.{{ column }} is not null and customers.{{ column }} is null then 1
            end
        ) as missing
    from customers
    inner join {{ former }}
        on customers.customer_uid = {{ former }}.customer_uid
    union all
    {% endfor -%}
    {% endfor -%}
    select
        'email, phone, city or postcode' as column_name,
        0.05 as allowed,
        count(*) as compared,
        count(case when coalesce(email, phone, city, postcode) is null then 1 end) as missing
    from customers

),

measured as (

    select
        *,
        {{ divide('missing', 'compared', 6) }} as measured,
        case
            when missing <= compared * allowed then 'passed'
            when missing >= 10 then 'failed'
            else 'warned'
        end as outcome
    from counted

)

select * from measured
