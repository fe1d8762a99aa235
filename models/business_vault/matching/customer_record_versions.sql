-- Grain: one row per customer record and span of days in which its identifying data was unchanged.
{{ config(meta={
    'refresh_by': 'customer_hk',
    'refresh_from': {
        'customer_attributes_by_load_time': 'customer_hk',
        'hub_customer': 'customer_hk',
    },
}) }}
{%- set matched_attributes = [
    'full_name', 'first_name', 'last_name', 'email', 'phone', 'address', 'city', 'postcode',
    'country', 'birth_date', 'national_id',
] %}
with

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where
        attribute in ({{ quoted_list(matched_attributes) }})
        and {{ needs_refresh('customer_hk') }}

),

hub as (

    select * from {{ ref('hub_customer') }}
    where {{ needs_refresh('customer_hk') }}

),

-- A record that is only a key, from an order that arrived before its customer, also has a version.
change_points as (

    select
        customer_hk,
        cast(loaded_at as date) as known_from
    from hub
    union
    select
        customer_hk,
        known_from
    from attributes

),

spans as (

    select
        *,
        coalesce(
            lead(known_from) over (
                partition by customer_hk
                order by known_from
            ),
            {{ open_end('date') }}
        ) as known_to
    from change_points

),

values_by_span as (

    select
        spans.customer_hk,
        hub.source_system as source,
        spans.known_from,
        spans.known_to,
        {{ values_as_columns('attributes', matched_attributes) }}
    from spans
    inner join hub
        on spans.customer_hk = hub.customer_hk
    left join attributes
        on
            spans.customer_hk = attributes.customer_hk
            and spans.known_from >= attributes.known_from
            and spans.known_from < attributes.known_to
    group by spans.customer_hk, hub.source_system, spans.known_from, spans.known_to

),

record_versions as (

    select
        {{ hex_text('customer_hk') }} || '@' || {{ date_text('known_from') }} as version_id,
        customer_hk,
        {{ hex_text('customer_hk') }} as record_id,
        known_from,
        known_to,
        source,
        -- The full name is set only where first and last name are missing.
        case when first_name is null and last_name is null then full_name end as full_name,
        first_name,
        last_name,
        cast(null as varchar) as org_name,
        email,
        phone,
        address,
        city,
        postcode,
        country,
        birth_date,
        national_id
    from values_by_span

)

select * from record_versions
