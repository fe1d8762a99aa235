-- Grain: one row per current customer record, key type and block key under the cap.
with

block_keys as (

    select * from {{ ref('block_keys') }}
    where known_to = {{ open_end('date') }}

),

oversized_keys as (

    select * from {{ ref('oversized_block_keys') }}

),

match_keys as (

    select
        block_keys.record_id,
        block_keys.key_type,
        block_keys.block_key
    from block_keys
    left join oversized_keys
        on
            block_keys.key_type = oversized_keys.key_type
            and block_keys.block_key = oversized_keys.block_key
    where oversized_keys.block_key is null

)

select * from match_keys
