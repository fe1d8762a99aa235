{#
    The CTE `restated` of a satellite of full snapshots: unchanged values that must now be stored.

    A value that a snapshot repeats is not stored. If a late snapshot with another value comes
    before it, the repeated value becomes a change. It is then stored with the load time of the next
    snapshot that has the key, unless that snapshot is staged as well or has a stored row.

    Arguments:
        columns       mapping from sat_columns
        status_sat    relation of the status satellite
        snapshot_log  relation of the log of snapshots

    Example:
        see sat_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(columns, status_sat, snapshot_log) -%}
    {%- set pk, ldts = columns.pk, columns.ldts -%}
snapshots as (
    select
        {{ ldts }},
        lead({{ ldts }}) over (order by {{ ldts }}) as next_snapshot
    from {{ snapshot_log }}
),

statuses as (
    select
        {{ pk }},
        status,
        {{ ldts }} as valid_from,
        lead({{ ldts }}, 1, {{ automate_dv.end_of_time() }})
            over (partition by {{ pk }} order by {{ ldts }}) as valid_until
    from {{ status_sat }}
    where {{ pk }} in (select {{ pk }} from staged)
),

next_deliveries as (
    select
        staged.{{ pk }},
        min(greatest(snapshots.next_snapshot, statuses.valid_from)) as delivered_at
    from staged
    inner join snapshots on staged.{{ ldts }} = snapshots.{{ ldts }}
    inner join statuses
        on staged.{{ pk }} = statuses.{{ pk }} and snapshots.next_snapshot < statuses.valid_until
    where statuses.status = 'ACTIVE'
    group by staged.{{ pk }}, staged.{{ ldts }}
),

restated as (
    select
        {%- for column in columns.stored %}
        {{ 'next_deliveries.delivered_at' if column == ldts else 'stored.' ~ column }}
            as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from next_deliveries
    inner join stored
        on
            next_deliveries.{{ pk }} = stored.{{ pk }}
            and next_deliveries.delivered_at >= stored.{{ ldts }}
    where not exists (
        select 1 from staged
        where staged.{{ ldts }} = next_deliveries.delivered_at
    )
    qualify
        stored.{{ ldts }} < next_deliveries.delivered_at
        and row_number() over (
            partition by next_deliveries.{{ pk }}, next_deliveries.delivered_at
            order by stored.{{ ldts }} desc
        ) = 1
),
{%- endmacro %}
