-- Grain: one row per customer record whose pairs are computed anew.
with

touched as (

    {{ touched_records(
        changed=ref('changed_records'),
        block_keys=ref('block_keys'),
        block_key_sizes=ref('block_key_sizes'),
    ) }}

)

select * from touched
