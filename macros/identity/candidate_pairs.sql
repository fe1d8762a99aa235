{#
    Pairs of record versions that share a block key under its cap while both are known.

    Arguments:
        block_keys       output of block_keys
        block_key_sizes  output of block_key_sizes

    Example:
        {{ candidate_pairs(ref('block_keys'), ref('block_key_sizes')) }}
#}
{% macro candidate_pairs(block_keys, block_key_sizes) -%}
with

shared_keys as (
    select
        keys.version_id,
        keys.record_id,
        keys.known_from,
        least(keys.known_to, coalesce(sizes.over_cap_from, keys.known_to)) as known_to,
        keys.key_type,
        keys.block_key,
    from {{ block_keys }} as keys
    inner join {{ block_key_sizes }} as sizes
        on keys.key_type = sizes.key_type and keys.block_key = sizes.block_key
    where keys.known_from < coalesce(sizes.over_cap_from, keys.known_to)
),

candidates as (
    select
        lefts.version_id as version_id_l,
        rights.version_id as version_id_r,
        lefts.record_id as record_id_l,
        rights.record_id as record_id_r,
        greatest(lefts.known_from, rights.known_from) as known_from,
        max(least(lefts.known_to, rights.known_to)) as known_to,
        count(*) as key_count,
    from shared_keys as lefts
    inner join shared_keys as rights
        on
            lefts.key_type = rights.key_type
            and lefts.block_key = rights.block_key
            and lefts.record_id < rights.record_id
            and lefts.known_from < rights.known_to
            and rights.known_from < lefts.known_to
    group by
        lefts.version_id, rights.version_id, lefts.record_id, rights.record_id,
        greatest(lefts.known_from, rights.known_from)
)

select * from candidates
{%- endmacro %}
