-- Grain: one row per version of a golden customer.
with

versions as (

    select * from {{ ref('golden_customer_versions') }}

),

lifecycle as (

    select * from {{ ref('bsat_customer_lifecycle') }}

),

match_scores as (

    select * from {{ ref('customer_match_confidence') }}

),

customers as (

    select
        versions.customer_key,
        versions.customer_uid,
        versions.full_name,
        versions.email,
        versions.phone,
        versions.country,
        versions.city,
        versions.segment,
        versions.industry,
        versions.source_systems,
        lifecycle.customer_status as status,
        lifecycle.record_count,
        match_scores.match_score,
        lifecycle.lifetime_value,
        lifecycle.created_date,
        lifecycle.last_activity_date,
        versions.valid_from,
        versions.valid_to
    from versions
    inner join lifecycle
        on versions.customer_uid = lifecycle.customer_uid
    left join match_scores
        on versions.customer_uid = match_scores.customer_uid

),

unknown_member as (

    select
        {{ unknown_key() }} as customer_key,
        'UNKNOWN' as customer_uid,
        'Unknown customer' as full_name,
        cast(null as varchar) as email,
        cast(null as varchar) as phone,
        cast(null as varchar) as country,
        cast(null as varchar) as city,
        cast(null as varchar) as segment,
        cast(null as varchar) as industry,
        cast(null as varchar) as source_systems,
        'Unknown' as status,
        0 as record_count,
        cast(null as double) as match_score,
        cast(0 as decimal(18, 2)) as lifetime_value,
        cast('1900-01-01' as date) as created_date,
        cast('1900-01-01' as date) as last_activity_date,
        cast('1900-01-01' as timestamp) as valid_from,
        cast('9999-12-31' as timestamp) as valid_to

),

all_members as (

    select * from customers
    union all
    select * from unknown_member

),

typed_versions as (

    select
        customer_key,
        customer_uid,
        full_name,
        email,
        phone,
        country,
        city,
        segment,
        industry,
        source_systems,
        status,
        cast(record_count as integer) as record_count,
        cast(match_score as double) as match_score,
        cast(lifetime_value as decimal(18, 2)) as lifetime_value,
        created_date,
        last_activity_date,
        valid_from,
        valid_to,
        valid_to = cast('9999-12-31' as timestamp) as is_current
    from all_members

)

select * from typed_versions
