-- Grain: one row per current customer record, with the values that the matching compares.
{{ config(row_access_policy=rows_of('own_country', 'country')) }}
with

matchable_records as (

    select * from {{ ref('matchable_records') }}
    where known_to = {{ open_end('date') }}

),

identity as (

    select
        *,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_identity') }}

),

match_records as (

    select
        matchable_records.record_id,
        identity.customer_uid,
        identity.source_system,
        identity.customer_id,
        matchable_records.party_kind,
        matchable_records.first_name,
        matchable_records.first_root,
        matchable_records.last_name,
        matchable_records.last_root,
        matchable_records.generation,
        matchable_records.salutation,
        matchable_records.org_name,
        matchable_records.legal_form,
        matchable_records.full_name,
        matchable_records.email,
        matchable_records.phone,
        matchable_records.address,
        matchable_records.city,
        matchable_records.postcode,
        matchable_records.country,
        matchable_records.birth_date,
        matchable_records.national_id
    from matchable_records
    inner join identity
        on matchable_records.record_id = identity.record_id

)

select * from match_records
