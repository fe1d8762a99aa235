{#
    A status satellite: when a key came, was missing from a full snapshot, and came back.

    Each load date of the staged rows is one complete snapshot. Snapshots may come in any order and
    any number of times. Beyond upstream.

    Arguments:
        src_pk         hash key column
        src_ldts       load date column
        src_source     record source column
        source_model   name of the staging model that has every key of each snapshot
        src_snapshots  name of the log of the same snapshots

    Example:
        {{ automate_dv.status_sat(src_pk='customer_hk', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_sap__kna1_presence',
            src_snapshots='snapshot_log__sap_kna1') }}
#}
{% macro status_sat(src_pk, src_ldts, src_source, source_model, src_snapshots) -%}
    {%- do automate_dv.require_arguments('status_sat', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model, 'src_snapshots': src_snapshots,
    }) -%}
with

staged as (

    select distinct
        {{ src_pk }},
        {{ src_ldts }}
    from {{ ref(source_model) }}
    where {{ src_pk }} is not null

),

-- A late snapshot also asks how each key stood at the snapshot after it.
staged_snapshots as (

    select distinct {{ src_ldts }} from staged

),

snapshots as (

    select
        {{ src_ldts }},
        {{ src_source }},
        lag({{ src_ldts }}) over (order by {{ src_ldts }}) as snapshot_before
    from {{ ref(src_snapshots) }}

),

affected as (

    select
        snapshots.{{ src_ldts }},
        snapshots.{{ src_source }}
    from snapshots
    where
        {{ src_ldts }} in (select {{ src_ldts }} from staged_snapshots)
        or snapshot_before in (select {{ src_ldts }} from staged_snapshots)

),
{{ automate_dv.status_timeline(src_pk, src_ldts, src_source) }}
{%- endmacro %}
