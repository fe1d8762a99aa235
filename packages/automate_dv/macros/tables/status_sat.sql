{#
    A status satellite: when a key first appeared in a full snapshot, was missing from one
    (`DELETED`), or reappeared (`ACTIVE`). Beyond upstream.

    Each load time of the staged rows is one complete snapshot. Snapshots can be loaded in any
    order, and repeatedly; `status_timeline` drops the rows that late ones make redundant.

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
    {%- set log, incremental = ref(src_snapshots), automate_dv.is_any_incremental() -%}
    {%- set by_load_date = '(partition by ' ~ src_pk ~ ' order by ' ~ src_ldts ~ ')' -%}
with

staged as (
    select distinct
        {{ src_pk }},
        {{ src_ldts }}
    from {{ automate_dv.source_rows(source_model, whole=src_ldts) }}
    where {{ src_pk }} is not null
),

stored as (
    {%- if incremental %}
    select
        {{ src_pk }},
        status,
        {{ src_ldts }},
        lead({{ src_ldts }}, 1, {{ automate_dv.end_of_time() }})
            over {{ by_load_date }} as status_until
    from {{ this }}
    {%- else %}
    select {{ src_pk }}, '' as status, {{ src_ldts }}, {{ src_ldts }} as status_until
    from staged
    where false
    {%- endif %}
),

{{ automate_dv.statuses_at_snapshots(src_pk, src_ldts, src_source, log) }}

history as (
    select {{ src_pk }}, status, {{ src_ldts }}, {{ src_source }}, true as is_new
    from statuses
    union all
    select {{ src_pk }}, status, {{ src_ldts }}, null as {{ src_source }}, false as is_new
    from stored
),

-- A key that was never seen counts as deleted, so its absence is not a change.
changed as (
    select {{ src_pk }}, status, {{ src_ldts }}, {{ src_source }}
    from history
    qualify is_new and lag(status, 1, 'DELETED') over {{ by_load_date }} <> status
)

select * from changed
{%- endmacro %}
