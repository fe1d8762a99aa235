{#
    A status satellite: when a key first appeared in a full snapshot, was missing from one
    (`DELETED`), or reappeared (`ACTIVE`). Beyond upstream.

    Each load time of the staged rows is one complete snapshot. Snapshots can be loaded in any
    order, and repeatedly; `status_timeline` drops the rows that late ones make redundant. A status
    may change at the staged snapshots and, of each, at the next one in the log, where a late
    snapshot may turn a repeated status into a change. A key that was never seen counts as deleted,
    so its absence is not a change. If a snapshot arrives in parts, a later part gives another
    status for a key and load time: the model must replace the row (`src_pk`, `src_ldts`).

    Arguments:
        src_pk         hash key column
        src_ldts       load time column
        src_source     record source column
        source_model   name of the staging model that has every key of each snapshot
        src_snapshots  name of the log of the same snapshots

    Example:
        {{ automate_dv.status_sat(src_pk='customer_hk', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_sap__kna1_presence',
            src_snapshots='snapshot_log__sap_kna1') }}
#}
{% macro status_sat(
    src_pk=none, src_ldts=none, src_source=none, source_model=none, src_snapshots=none
) -%}
    {%- do automate_dv.require_arguments('status_sat', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model, 'src_snapshots': src_snapshots,
    }) -%}
    {%- set pk, ldts, source = src_pk, src_ldts, src_source -%}
    {%- set by_load_time = '(partition by ' ~ pk ~ ' order by ' ~ ldts ~ ')' -%}
with

staged as (
    select distinct {{ pk }}, {{ ldts }}
    from {{ automate_dv.source_rows(source_model, whole=ldts) }}
    where {{ pk }} is not null
),

stored as (
    {%- if automate_dv.is_any_incremental() %}
    select
        {{ pk }}, status, {{ ldts }},
        lead({{ ldts }}, 1, {{ automate_dv.end_of_time() }}) over {{ by_load_time }} as status_until
    from {{ this }}
    {%- else %}
    select {{ pk }}, '' as status, {{ ldts }}, {{ ldts }} as status_until from staged where false
    {%- endif %}
),

staged_snapshots as (select distinct {{ ldts }} from staged),

affected_snapshots as (
    select
        snapshots.{{ ldts }}, snapshots.{{ source }},
        staged_snapshots.{{ ldts }} is not null as is_staged,
        lag(staged_snapshots.{{ ldts }}) over (order by snapshots.{{ ldts }}) as previous_staged
    from {{ ref(src_snapshots) }} as snapshots
    left join staged_snapshots on snapshots.{{ ldts }} = staged_snapshots.{{ ldts }}
    qualify is_staged or previous_staged is not null
),

all_keys as (select {{ pk }} from staged union select {{ pk }} from stored),

statuses as (
    select
        all_keys.{{ pk }},
        case
            when staged.{{ pk }} is not null then 'ACTIVE'
            when affected_snapshots.is_staged then 'DELETED'
            else coalesce(stored.status, 'DELETED')
        end as status,
        affected_snapshots.{{ ldts }}, affected_snapshots.{{ source }},
        stored.{{ ldts }} as stored_at, stored.status as stored_status
    from all_keys cross join affected_snapshots
    left join staged
        on all_keys.{{ pk }} = staged.{{ pk }} and affected_snapshots.{{ ldts }} = staged.{{ ldts }}
    left join stored
        on all_keys.{{ pk }} = stored.{{ pk }}
        and affected_snapshots.{{ ldts }} >= stored.{{ ldts }}
        and affected_snapshots.{{ ldts }} < stored.status_until
),

history as (
    select {{ pk }}, status, {{ ldts }}, {{ source }}, stored_at, stored_status from statuses
    union all
    select {{ pk }}, status, {{ ldts }}, null, {{ ldts }}, status from stored
    where {{ ldts }} not in (select {{ ldts }} from affected_snapshots)
),

changed as (
    select {{ pk }}, status, {{ ldts }}, {{ source }} from history
    qualify status <> coalesce(
        case when stored_at = {{ ldts }} then stored_status end,
        lag(status, 1, 'DELETED') over {{ by_load_time }}
    )
)

select * from changed
{%- endmacro %}
