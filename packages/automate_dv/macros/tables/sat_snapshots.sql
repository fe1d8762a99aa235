{#
    The query of a satellite of full snapshots: changes only, for snapshots in any order.

    Arguments:
        columns       list of all columns
        src_pk        hash key column
        changes       list of the columns in which a difference is a change, the hashdiff first
        src_ldts      load time column
        source_model  name of the staging model, which keeps the rows that it has loaded

    Example:
        see sat
#}
{% macro sat_snapshots(columns, src_pk, changes, src_ldts, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
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

{{ automate_dv.restated_rows(names, src_pk, src_ldts, source_model) }}
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
    delivery of the key, unless that is staged as well or has a stored row.

    Arguments:
        names         names of all columns
        src_pk        hash key column
        src_ldts      load time column
        source_model  name of the staging model

    Example:
        see sat_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(names, src_pk, src_ldts, source_model) -%}
    {%- set pk, ldts = automate_dv.column_names([src_pk, src_ldts]) -%}
deliveries as (
    select {{ automate_dv.select_list([src_pk, src_ldts]) }}
    from {{ automate_dv.loaded_rows(source_model) }} as loaded
    where {{ automate_dv.column_names(src_ldts, in_staging=true)[0] }} > (
        select min({{ ldts }}) from staged
    )
),

next_deliveries as (
    select staged.{{ pk }}, min(deliveries.{{ ldts }}) as delivered_at
    from staged
    inner join deliveries
        on staged.{{ pk }} = deliveries.{{ pk }} and staged.{{ ldts }} < deliveries.{{ ldts }}
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
        where
            staged.{{ pk }} = next_deliveries.{{ pk }}
            and staged.{{ ldts }} = next_deliveries.delivered_at
    )
    qualify
        stored.{{ ldts }} < next_deliveries.delivered_at
        and row_number() over (
            partition by next_deliveries.{{ pk }}, next_deliveries.delivered_at
            order by stored.{{ ldts }} desc
        ) = 1
),
{%- endmacro %}
