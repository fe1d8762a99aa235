{#
    The CTE `restated` of sat_snapshots: unchanged values that must now be stored.

    A value that a snapshot repeats is not stored. If a late snapshot with another value comes
    before it, the repeated value becomes a change. It is then stored with the load time of the next
    snapshot that has the key, unless that snapshot is staged as well or has a stored row.

    Arguments:
        names         names of all columns
        pk            name of the hash key column
        ldts          name of the load time column
        states        names of the columns that order several states of a load
        status_sat    relation of the status satellite
        snapshot_log  relation of the log of snapshots
        source_model  name of the staging model

    Example:
        see sat_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(names, pk, ldts, states, status_sat, snapshot_log, source_model) -%}
snapshots as (
    select
        {{ ldts }},
        lead({{ ldts }}) over (order by {{ ldts }}) as next_snapshot
    from (
        select {{ ldts }} from {{ snapshot_log }}
        where {{ automate_dv.is_loaded_snapshot(source_model, ldts) }}
        union
        select {{ ldts }} from staged
    ) as load_times
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
        {%- for name in names %}
        {{ 'next_deliveries.delivered_at' if name == ldts else 'stored.' ~ name }}
            as {{ name }}{{ ',' if not loop.last }}
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
            order by
                stored.{{ ([ldts] + states) | join(' desc nulls last, stored.') }} desc nulls last
        ) = 1
),
{%- endmacro %}
