-- Grain: one row per version of a golden customer.
{{ config(row_access_policy=rows_of('own_country', 'country')) }}
with

versions as (

    select * from {{ ref('golden_customer_versions') }}

),

lifecycle as (

    select * from {{ ref('bsat_customer_lifecycle') }}

),

current_accepted_pairs as (

    select * from {{ ref('scored_pairs') }}
    where
        tier = 'AUTO_MERGE'
        and cast(known_to as date) = {{ open_end('date') }}

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

-- A golden customer is as certain as its weakest accepted pair.
customer_match_confidence as (

    select
        left_records.customer_uid,
        min(current_accepted_pairs.match_score) as match_score
    from current_accepted_pairs
    inner join identity as left_records
        on current_accepted_pairs.record_id_l = left_records.record_id
    inner join identity as right_records
        on
            current_accepted_pairs.record_id_r = right_records.record_id
            and left_records.customer_uid = right_records.customer_uid
    group by left_records.customer_uid

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
        versions.postcode,
        versions.segment,
        versions.industry,
        versions.source_systems,
        lifecycle.customer_status as status,
        lifecycle.record_count,
        lifecycle.master_record_count,
        customer_match_confidence.match_score,
        lifecycle.lifetime_value,
        lifecycle.created_date,
        lifecycle.last_activity_date,
        versions.valid_from,
        versions.valid_to
    from versions
    inner join lifecycle
        on versions.customer_uid = lifecycle.customer_uid
    left join customer_match_confidence
        on versions.customer_uid = customer_match_confidence.customer_uid

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
        cast(null as varchar) as postcode,
        cast(null as varchar) as segment,
        cast(null as varchar) as industry,
        cast(null as varchar) as source_systems,
        'Unknown' as status,
        0 as record_count,
        0 as master_record_count,
        cast(null as double) as match_score,
        cast(0 as decimal(38, 2)) as lifetime_value,
        {{ open_start('date') }} as created_date,
        {{ open_start('date') }} as last_activity_date,
        {{ open_start() }} as valid_from,
        {{ open_end() }} as valid_to

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
        postcode,
        segment,
        industry,
        source_systems,
        status,
        cast(record_count as integer) as record_count,
        cast(master_record_count as integer) as master_record_count,
        cast(match_score as double) as match_score,
        cast(lifetime_value as decimal(38, 2)) as lifetime_value,
        created_date,
        last_activity_date,
        valid_from,
        valid_to,
        valid_to = {{ open_end() }} as is_current,
        full_name is not null and customer_uid <> 'UNKNOWN' as is_identified
    from all_members

)

select * from typed_versions
