{#
    A status satellite: when a key first appeared in a full snapshot, was missing from one
    (`DELETED`), or reappeared (`ACTIVE`). Beyond upstream.

    A snapshot is all staged rows of its load time. Snapshots can be loaded in any order, in parts
    and repeatedly; `status_timeline` drops the rows that late ones make redundant. A key that was
    never seen counts as deleted, so its absence is not a change. From a snapshot that the log holds
    back, only the keys that it has are taken: a missing key keeps its status.

    A status may change at the snapshots of which rows are staged or that the log decides again, and
    after each until the next one that is not held back, which decides about all keys. These are
    read again as a whole, so the staging model must keep the rows that it has loaded. What was
    concluded before may turn out wrong: the model must replace rows by `src_pk` and `src_ldts`.

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
    {%- set pk, ldts, source = src_pk, src_ldts, src_source -%}
    {%- set single = {'src_pk': pk, 'src_ldts': ldts, 'src_source': source} -%}
    {%- do automate_dv.require_arguments('status_sat', dict(
        single, source_model=source_model, src_snapshots=src_snapshots
    )) -%}
    {%- do automate_dv.check_columns('status_sat', single, {}, source_model) -%}
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
    select {{ pk }}, status, {{ ldts }} from {{ this }}
    {%- else %}
    select {{ pk }}, '' as status, {{ ldts }} from present where false
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
        stored.status as stored_status
    from all_keys cross join affected_snapshots
    left join present
        on all_keys.{{ pk }} = present.{{ pk }}
            and affected_snapshots.{{ ldts }} = present.{{ ldts }}
    left join stored
        on all_keys.{{ pk }} = stored.{{ pk }} and affected_snapshots.{{ ldts }} = stored.{{ ldts }}
),

history as (
    select {{ pk }}, status, {{ ldts }}, {{ source }}, stored_status from conclusions
    where status is not null or stored_status is not null
    union all
    select {{ pk }}, status, {{ ldts }}, null, status from stored
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

{#- A stored status that is no longer concluded becomes a repetition of the one before it. #}
changed as (
    select {{ pk }}, coalesce(status, status_before) as status, {{ ldts }}, {{ source }}
    from with_status_before
    where coalesce(status, status_before) <> coalesce(stored_status, status_before)
)

select * from changed
{%- endmacro %}

{#
    The CTE `affected_snapshots` of status_sat: snapshots at which a status may change. They are
    those with news, and those after each until the next that is not held back.

    Arguments:
        those of status_sat

    Example:
        see status_sat
#}
{% macro affected_snapshots(ldts, source, source_model, src_snapshots) -%}
    {%- set earlier -%}
        over (order by {{ ldts }} rows between unbounded preceding and 1 preceding)
    {%- endset -%}
news as (
    select {{ ldts }} from {{ automate_dv.source_rows(source_model) }}
    union
    select {{ ldts }} from {{ automate_dv.source_rows(src_snapshots) }}
),

snapshots as (
    select
        snapshots.{{ ldts }}, snapshots.{{ source }}, snapshots.is_held_back,
        news.{{ ldts }} as news_at
    from {{ ref(src_snapshots) }} as snapshots
    left join news on snapshots.{{ ldts }} = news.{{ ldts }}
),

with_earlier_snapshots as (
    select
        *,
        max(news_at) {{ earlier }} as earlier_news_at,
        max(case when not is_held_back then {{ ldts }} end) {{ earlier }} as complete_at
    from snapshots
),

affected_snapshots as (
    select {{ ldts }}, {{ source }}, is_held_back from with_earlier_snapshots
    where news_at is not null
        or (earlier_news_at is not null and coalesce(complete_at <= earlier_news_at, true))
),
{%- endmacro %}
