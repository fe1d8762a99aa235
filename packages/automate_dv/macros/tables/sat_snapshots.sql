{#
    The query of a satellite of full snapshots: changes only, for snapshots in any order.

    Arguments:
        columns        list of all columns
        src_pk         hash key column
        changes        list of the columns in which a difference is a change, the hashdiff first
        src_ldts       load time column
        source_model   name of the staging model
        src_status     name of the status satellite of the same snapshots
        src_snapshots  name of the log of the same snapshots

    Example:
        see sat
#}
{% macro sat_snapshots(
    columns, src_pk, changes, src_ldts, source_model, src_status, src_snapshots
) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {#- dbt must see these dependencies in the first load, too. -#}
    {%- set status_sat, snapshot_log = ref(src_status), ref(src_snapshots) -%}
    {%- set names = automate_dv.column_names(columns) -%}
    {%- set pk = automate_dv.column_names(src_pk)[0] -%}
    {%- set ldts = automate_dv.column_names(src_ldts)[0] -%}
    {%- set by_load_time = '(partition by ' ~ pk ~ ' order by ' ~ ldts ~ ')' -%}
with

staged as (
    {{ automate_dv.staged_deliveries(columns, src_pk, [], changes, src_ldts, source_model) }}
),
{%- if incremental %}

stored as (
    select {{ names | join(', ') }}
    from {{ this }}
    where {{ pk }} in (select {{ pk }} from staged)
),

{{ automate_dv.restated_rows(names, pk, ldts, status_sat, snapshot_log, source_model) }}
{%- endif %}

history as (
    select *, true as is_new from staged
    {%- if incremental %}
    where not exists (
        select 1 from stored
        where (stored.{{ pk }} = staged.{{ pk }} and stored.{{ ldts }} = staged.{{ ldts }})
    )
    union all
    select *, true as is_new from restated
    union all
    select *, false as is_new from stored
    {%- endif %}
),

changed as (
    select {{ names | join(', ') }}
    from history
    qualify
        is_new
        and (
            row_number() over {{ by_load_time }} = 1
            {%- for name in automate_dv.column_names(changes) %}
            or {{ name }} is distinct from lag({{ name }}) over {{ by_load_time }}
            {%- endfor %}
        )
)

select * from changed
{%- endmacro %}

{#
    The CTE `restated` of sat_snapshots: unchanged values that must now be stored.

    A value that a snapshot repeats is not stored. If a late snapshot with another value comes
    before it, the repeated value becomes a change. It is then stored with the load time of the next
    snapshot that has the key, unless that snapshot is staged as well or has a stored row.

    Arguments:
        names         names of all columns
        pk            name of the hash key column
        ldts          name of the load time column
        status_sat    relation of the status satellite
        snapshot_log  relation of the log of snapshots
        source_model  name of the staging model

    Example:
        see sat_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(names, pk, ldts, status_sat, snapshot_log, source_model) -%}
snapshots as (
    select
        {{ ldts }},
        lead({{ ldts }}) over (order by {{ ldts }}) as next_snapshot
    from {{ snapshot_log }}
    where {{ automate_dv.is_loaded_snapshot(source_model, ldts) }}
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
            order by stored.{{ ldts }} desc
        ) = 1
),
{%- endmacro %}
