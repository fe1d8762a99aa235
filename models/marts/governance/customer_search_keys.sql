-- Grain: one row per current customer record, key type and search key.
-- These are block keys: a search computes the same keys from a name, an e-mail address or a phone
-- number as matching does from a record, and so finds records that are nearly the same.
with

block_keys as (

    select * from {{ ref('block_keys') }}
    where
        known_to = {{ open_end('date') }}
        and key_type in (
            {%- for key_type in search_key_types().split() %}
            '{{ key_type }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

identity as (

    select
        *,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_identity') }}

),

search_keys as (

    select
        block_keys.record_id,
        identity.customer_uid,
        block_keys.key_type,
        block_keys.block_key as search_key
    from block_keys
    inner join identity
        on block_keys.record_id = identity.record_id

)

select * from search_keys
