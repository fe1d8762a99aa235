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

-- Several records may share an address. It belongs to the record of the most trusted system, and
-- within that system to the first record that had it, so that a new record never takes it over.
owners as (

    select
        emails.email_sha256,
        emails.customer_hk
    from emails
    inner join priorities
        on emails.source_system = priorities.source_system
    qualify row_number() over (
        partition by emails.email_sha256
        order by priorities.priority, emails.effective_from, emails.loaded_at, emails.customer_hk
    ) = 1

)

select * from owners
