-- Grain: one row per customer record and span of days in which it belonged to one golden customer.
with

memberships as (

    select
        *,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_memberships') }}

),

record_versions as (

    select * from {{ ref('customer_record_versions') }}

),

matched_versions as (

    select
        *,
        min(known_from) over (
            partition by record_id
        ) as first_known_date
    from {{ ref('matchable_records') }}

),

-- With the version of the record at the end of the span; a current one has the newest version.
records as (

    select
        memberships.record_id,
        memberships.source_system,
        memberships.customer_id,
        memberships.customer_uid,
        memberships.member_from,
        memberships.member_to,
        memberships.member_to = {{ open_end() }} as is_current,
        memberships.customer_hk = memberships.master_customer_hk as is_birth_record,
        coalesce(
            record_versions.full_name,
            nullif(trim(
                coalesce(record_versions.first_name, '') || ' '
                || coalesce(record_versions.last_name, '')
            ), ''),
            record_versions.org_name
        ) as full_name,
        record_versions.email,
        record_versions.phone,
        record_versions.address,
        record_versions.postcode,
        record_versions.city,
        record_versions.known_from,
        cast(matched_versions.first_known_date as date) as first_known_date,
        {{ parse_date('matched_versions.birth_date', 'YYYYMMDD') }} as birth_date,
        matched_versions.national_id
    from memberships
    left join record_versions
        on
            memberships.record_id = record_versions.record_id
            and record_versions.known_from < cast(memberships.member_to as date)
            and record_versions.known_to >= cast(memberships.member_to as date)
    left join matched_versions
        on
            memberships.record_id = matched_versions.record_id
            and matched_versions.known_from < cast(memberships.member_to as date)
            and matched_versions.known_to >= cast(memberships.member_to as date)

)

select * from records
