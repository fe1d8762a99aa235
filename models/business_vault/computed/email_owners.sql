-- Grain: one row per hash of an e-mail address: the customer record that it belongs to.
with

attributes as (

    select * from {{ ref('customer_attributes') }}
    where
        attribute = 'email'
        and not is_placeholder
        and attribute_value is not null

),

priorities as (

    select * from {{ ref('source_priorities') }}

),

hashed as (

    select
        *,
        {{ sha2_hex('lower(trim(attribute_value))') }} as email_sha256
    from attributes

),

-- Several records may share an address, now or one after the other: it belongs to that of the most
-- trusted system, there to the first that had it, so that a new record takes nothing away.
owners as (

    select
        hashed.email_sha256,
        hashed.customer_hk
    from hashed
    inner join priorities
        on hashed.source_system = priorities.source_system
    qualify row_number() over (
        partition by hashed.email_sha256
        order by priorities.priority, hashed.effective_from, hashed.loaded_at, hashed.customer_hk
    ) = 1

)

select * from owners
