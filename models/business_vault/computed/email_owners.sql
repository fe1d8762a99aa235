-- Grain: one row per hashed e-mail address: the customer record that it belongs to.
{{ config(materialized='table') }}
with

attributes as (

    select * from {{ ref('customer_attributes') }}
    where
        attribute = 'email'
        and attribute_value is not null

),

priorities as (

    select * from {{ ref('source_priorities') }}

),

flagged_attributes as (

    {{ flag_placeholders('attributes') }}

),

emails as (

    select
        *,
        {{ sha2_hex('lower(trim(attribute_value))') }} as email_sha256
    from flagged_attributes
    where not is_placeholder

),

owners as (

    {{ email_owners('emails', 'priorities') }}

)

select * from owners
