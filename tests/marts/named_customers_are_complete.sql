-- Customers with a name can no longer be contacted, or distinguished from namesakes, if a feed has
-- lost a column or survivorship loses its values. Of e-mail address, phone and city: a record has a
-- value and the golden customer none, for more than one in ten; or a record of the customer had one
-- before the deliveries that are not published yet (before the newest day if nothing is published),
-- and none has one now, for more than one in twenty. Or more than one in twenty has neither of them
-- nor a postcode. Fewer than ten customers prove nothing.
{{ config(fail_calc="count(case when outcome = 'failed' then 1 end)") }}
with

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current and is_identified and customer_uid <> 'UNKNOWN'

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

published_runs as (

    select runs.run_id
    from {{ run_history_table('runs') }} as runs
    where runs.started_at <= (
        select max(latest.started_at)
        from {{ run_history_table('runs') }} as latest
        where latest.run_id = (
            select max_by(publications.run_id, publications.published_at)
            from {{ run_history_table('publications') }} as publications
        )
    )

),

loads as (

    select
        deliveries.delivery_date,
        count(published_runs.run_id) = count(*) as is_published
    from {{ bookkeeping_table('processed_loads') }} as processed_loads
    inner join {{ ref('stg_landing__deliveries') }} as deliveries
        on
            processed_loads.source = 'landing_' || deliveries.feed
            and processed_loads.load = deliveries.landed_in
    left join published_runs
        on processed_loads.run_id = published_runs.run_id
    where left(processed_loads.consumer, 4) = 'stg_'
    group by deliveries.feed, deliveries.landed_in, deliveries.delivery_date

),

days as (

    select
        max(delivery_date) as newest_day,
        max(case when is_published then delivery_date end) as published_day
    from loads

),

-- The first day whose deliveries are not all published. An older one is late, and changes the past.
compared_days as (

    select
        coalesce(
            min(case when not loads.is_published then loads.delivery_date end),
            max(days.newest_day) + interval '1 day'
        ) as unpublished_day
    from days
    inner join loads
        on loads.delivery_date >= coalesce(days.published_day, days.newest_day)

),

published as (

    select
        identities.customer_uid,
        max(case when known.attribute = 'email' then known.attribute_value end) as email,
        max(case when known.attribute = 'phone' then known.attribute_value end) as phone,
        max(case when known.attribute = 'city' then known.attribute_value end) as city
    from {{ ref('customer_attributes_by_load_time') }} as known
    inner join compared_days
        on
            known.known_from < compared_days.unpublished_day
            and known.known_to >= compared_days.unpublished_day
    inner join {{ ref('customer_identity') }} as identities
        on known.customer_hk = identities.customer_hk
    where not known.is_placeholder
    group by identities.customer_uid

),

counted as (

    {% for column in ['email', 'phone', 'city'] -%}
    select
        '{{ column }}, compared with records' as column_name,
        0.1 as allowed,
        count(records.{{ column }}) as compared,
        count(
            case
                when records.{{ column }} is not null and customers.{{ column }} is null then 1
            end
        ) as missing
    from customers
    inner join records
        on customers.customer_uid = records.customer_uid
    union all
    select
        '{{ column }}, compared with published' as column_name,
        0.05 as allowed,
        count(published.{{ column }}) as compared,
        count(
            case
                when
                    published.{{ column }} is not null
                    and coalesce(records.{{ column }}, customers.{{ column }}) is null
                    then 1
            end
        ) as missing
    from customers
    inner join published
        on customers.customer_uid = published.customer_uid
    left join records
        on customers.customer_uid = records.customer_uid
    union all
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
