-- Grain: one row per record content that occurs in an unscored pair.
with

contents as (

    select version_id_l as content_id from {{ ref('unscored_pairs') }}
    union
    select version_id_r as content_id from {{ ref('unscored_pairs') }}

),

records as (

    select * from {{ ref('matchable_records') }}

),

one_record_per_content as (

    select
        records.content_id as version_id,
        records.source,
        records.party_kind,
        records.first_name,
        records.first_root,
        records.last_name,
        records.generation,
        records.org_name,
        records.full_name,
        records.email,
        records.phone,
        records.address,
        records.city,
        records.postcode,
        records.country,
        records.birth_date,
        records.national_id
    from records
    inner join contents
        on records.content_id = contents.content_id
    qualify row_number() over (
        partition by records.content_id
        order by records.version_id
    ) = 1

)

select * from one_record_per_content
