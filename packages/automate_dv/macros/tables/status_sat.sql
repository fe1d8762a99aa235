{#
    A status satellite: when a key first appeared in a full snapshot, was missing from one
    (`DELETED`), or reappeared (`ACTIVE`). Beyond upstream.

    A snapshot consists of all staged rows of its load time. Snapshots can be loaded in any order,
    in parts and repeatedly; `status_timeline` drops the rows that late ones make redundant. A key
    that was never seen counts as deleted, so its absence is not a change. A held-back snapshot only
    confirms the keys that it has: a missing key keeps its status.

    A status may change at a snapshot with new rows or a new decision in the log, and at those after
    it up to the next complete one, which decides about all keys. All rows of these snapshots are
    read again, so the staging model must keep the rows that it has loaded. Stored statuses may
    change, so the model must replace rows by `src_pk` and `src_ldts`.

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
    {%- set single = {'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source} -%}
    {%- do automate_dv.refuse_unknown_arguments('status_sat', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('status_sat', dict(
        single, source_model=source_model, src_snapshots=src_snapshots
    )) -%}
    {%- do automate_dv.check_model_names('status_sat', 'source_model', source_model) -%}
    {%- do automate_dv.check_model_names('status_sat', 'src_snapshots', src_snapshots) -%}
    {%- do automate_dv.check_columns('status_sat', single, {}, source_model, plain=true) -%}
    {%- do automate_dv.check_columns_exist('status_sat', {
        'src_snapshots': [src_ldts, src_source, 'is_held_back'],
    }, src_snapshots) -%}
    {{ adapter.dispatch('status_sat', 'automate_dv')(
        src_pk=src_pk, src_ldts=src_ldts, src_source=src_source, source_model=source_model,
        src_snapshots=src_snapshots
    ) }}
{%- endmacro %}

{% macro default__status_sat(src_pk, src_ldts, src_source, source_model, src_snapshots) -%}
    {%- set pk, ldts, source = src_pk, src_ldts, src_source -%}
    {%- set by_load_time = '(partition by ' ~ pk ~ ' order by ' ~ ldts
        ~ ' rows between unbounded preceding and 1 preceding)' -%}
with

{{ automate_dv.affected_snapshots(ldts, source, source_model, src_snapshots) }}

present as (
    select distinct {{ pk }}, {{ ldts }} from {{ ref(source_model) }}
    where {{ pk }} is not null and {{ ldts }} in (select {{ ldts }} from affected_snapshots)
),

stored as (
    {%- if automate_dv.is_any_incremental() %}
    select {{ pk }}, status, {{ ldts }}, {{ source }} from {{ this }}
    {%- else %}
    select {{ pk }}, '' as status, {{ ldts }}, '' as {{ source }} from present where false
    {%- endif %}
),

all_keys as (select {{ pk }} from present union select {{ pk }} from stored),

conclusions as (
    select
        all_keys.{{ pk }},
        case
            when present.{{ pk }} is not null then 'ACTIVE'
            when not affected_snapshots.is_held_back then 'DELETED'
        end as status,
        affected_snapshots.{{ ldts }}, affected_snapshots.{{ source }},
        stored.status as stored_status, stored.{{ source }} as stored_source
    from all_keys cross join affected_snapshots
    left join present
        on all_keys.{{ pk }} = present.{{ pk }}
            and affected_snapshots.{{ ldts }} = present.{{ ldts }}
    left join stored
        on all_keys.{{ pk }} = stored.{{ pk }} and affected_snapshots.{{ ldts }} = stored.{{ ldts }}
),

history as (
    select {{ pk }}, status, {{ ldts }}, {{ source }}, stored_status, stored_source
    from conclusions
    where status is not null or stored_status is not null
    union all
    select {{ pk }}, status, {{ ldts }}, {{ source }}, status, {{ source }} from stored
    where {{ ldts }} not in (select {{ ldts }} from affected_snapshots)
),

last_times as (
    select
        *,
        max(case when status = 'ACTIVE' then {{ ldts }} end) over {{ by_load_time }} as active_at,
        max(case when status = 'DELETED' then {{ ldts }} end) over {{ by_load_time }} as deleted_at
    from history
),

with_status_before as (
    select
        *,
        case when active_at > deleted_at or (active_at is not null and deleted_at is null)
            then 'ACTIVE' else 'DELETED' end as status_before
    from last_times
),

{#- A stored status that no longer holds is replaced by the previous status. #}
changed as (
    select {{ pk }}, coalesce(status, status_before) as status, {{ ldts }}, {{ source }}
    from with_status_before
    where coalesce(status, status_before) <> coalesce(stored_status, status_before)
        or (status = stored_status and {{ source }} <> stored_source)
)

select * from changed
{%- endmacro %}
