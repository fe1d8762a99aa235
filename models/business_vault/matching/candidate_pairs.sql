-- Grain: one row per pair of versions of different records that share a block key at the same time.
{{ config(meta={
    'refresh_by': 'record_id',
    'refresh_columns': ['record_id_l', 'record_id_r'],
    'refresh_from': {
        'matchable_records': 'record_id',
        'block_keys': 'record_id',
        'oversized_block_keys': {'macro': 'records_behind_keys'},
    },
}) }}
with

pairs as (

    {{ candidate_pairs(
        block_keys=ref('block_keys'),
        block_key_sizes=ref('oversized_block_keys'),
        records=keys_as_relation('record_id'),
    ) }}

),

records as (

    select * from {{ ref('matchable_records') }}

),

pairs_with_content as (

    select
        pairs.*,
        lefts.content_id as content_id_l,
        rights.content_id as content_id_r
    from pairs
    inner join records as lefts
        on pairs.version_id_l = lefts.version_id
    inner join records as rights
        on pairs.version_id_r = rights.version_id

)

select * from pairs_with_content
