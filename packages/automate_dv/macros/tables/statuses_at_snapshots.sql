{#
    The CTE `statuses`: the status of each key, staged or stored, at each snapshot where it may
    change and has no stored row: the staged snapshots and, of each, the next one in the log, where
    a late snapshot may turn a repeated status into a change.

    Arguments:
        src_pk        hash key column
        src_ldts      load time column
        src_source    record source column
        snapshot_log  relation of the log of snapshots

    Example:
        see status_sat, whose CTEs `staged` and `stored` it reads
#}
{% macro statuses_at_snapshots(src_pk, src_ldts, src_source, snapshot_log) -%}
staged_snapshots as (
    select distinct {{ src_ldts }} from staged
),

all_snapshots as (
    select
        {{ src_ldts }},
        {{ src_source }},
        lag({{ src_ldts }}) over (order by {{ src_ldts }}) as previous_snapshot
    from {{ snapshot_log }}
),

affected_snapshots as (
    select
        all_snapshots.{{ src_ldts }},
        all_snapshots.{{ src_source }},
        staged_snapshots.{{ src_ldts }} is not null as is_staged
    from all_snapshots
    left join staged_snapshots
        on all_snapshots.{{ src_ldts }} = staged_snapshots.{{ src_ldts }}
    where
        staged_snapshots.{{ src_ldts }} is not null
        or all_snapshots.previous_snapshot in (select {{ src_ldts }} from staged_snapshots)
),

all_keys as (
    select {{ src_pk }} from staged
    union
    select {{ src_pk }} from stored
),

statuses as (
    select
        all_keys.{{ src_pk }},
        case
            when staged.{{ src_pk }} is not null then 'ACTIVE'
            when affected_snapshots.is_staged then 'DELETED'
            else coalesce(stored.status, 'DELETED')
        end as status,
        affected_snapshots.{{ src_ldts }},
        affected_snapshots.{{ src_source }}
    from all_keys
    cross join affected_snapshots
    left join staged
        on
            all_keys.{{ src_pk }} = staged.{{ src_pk }}
            and affected_snapshots.{{ src_ldts }} = staged.{{ src_ldts }}
    left join stored
        on
            all_keys.{{ src_pk }} = stored.{{ src_pk }}
            and affected_snapshots.{{ src_ldts }} >= stored.{{ src_ldts }}
            and affected_snapshots.{{ src_ldts }} < stored.status_until
    where stored.{{ src_ldts }} is distinct from affected_snapshots.{{ src_ldts }}
),
{%- endmacro %}
