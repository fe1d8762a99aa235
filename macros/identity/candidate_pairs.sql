{#
    Candidate pairs: record versions that share a block key under the cap at the same time.

    Arguments:
        block_keys       output of block_keys
        block_key_sizes  output of block_key_sizes, or its rows that are over the cap
        records          relation of record_id: only pairs with these records (optional)

    Example:
        see the model candidate_pairs
#}
{% macro candidate_pairs(block_keys, block_key_sizes, records=none) -%}
{%- set wanted_keys = keys_of_records(block_keys, records) if records is not none else none -%}
with

shared_keys as (
    select
        keys.version_id,
        keys.record_id,
        keys.known_from,
        least(keys.known_to, coalesce(sizes.over_cap_from, keys.known_to)) as known_to,
        keys.key_type,
        keys.block_key,
    from (
        {{ chosen_keys(block_keys, wanted_keys) }}
    ) as keys
    left join {{ block_key_sizes }} as sizes
        on keys.key_type = sizes.key_type and keys.block_key = sizes.block_key
    where keys.known_from < coalesce(sizes.over_cap_from, keys.known_to)
),

{% if records is none -%}
{%- set keys_to_pair = 'shared_keys' -%}
{%- set is_a_pair = 'lefts.record_id < rights.record_id' -%}
{%- else -%}
{#- The left record of a pair is one of `records`; if both are, it is the smaller one. -#}
{%- set keys_to_pair = 'flagged_keys' -%}
{%- set is_a_pair -%}
    lefts.is_wanted and lefts.record_id <> rights.record_id
            and (lefts.record_id < rights.record_id or not rights.is_wanted)
{%- endset -%}
flagged_keys as (
    select shared_keys.*, wanted.record_id is not null as is_wanted from shared_keys
    left join (select distinct record_id from {{ records }}) as wanted
        on shared_keys.record_id = wanted.record_id
),

{% endif -%}
version_pairs as (
    select
        lefts.version_id as version_id_l,
        rights.version_id as version_id_r,
        lefts.record_id as record_id_l,
        rights.record_id as record_id_r,
        greatest(lefts.known_from, rights.known_from) as known_from,
        max(least(lefts.known_to, rights.known_to)) as known_to, count(*) as key_count,
    from {{ keys_to_pair }} as lefts
    inner join {{ keys_to_pair }} as rights
        on
            lefts.key_type = rights.key_type
            and lefts.block_key = rights.block_key
            and {{ is_a_pair }}
            and lefts.known_from < rights.known_to
            and rights.known_from < lefts.known_to
    group by
        lefts.version_id, rights.version_id, lefts.record_id, rights.record_id,
        greatest(lefts.known_from, rights.known_from)
)

{%- if records is none %}

select * from version_pairs
{%- else -%},

ordered_pairs as (
    select
        {%- for column in ['version_id', 'record_id'] %}
        case when record_id_l < record_id_r then {{ column }}_l else {{ column }}_r end
            as {{ column }}_l,
        case when record_id_l < record_id_r then {{ column }}_r else {{ column }}_l end
            as {{ column }}_r,
        {%- endfor %}
        known_from,
        known_to,
        key_count,
    from version_pairs
)

select * from ordered_pairs
{%- endif %}
{%- endmacro %}
