{#
    The CTE `next_deliveries` of sat_snapshots: the next delivery of each staged key after a late
    snapshot.

    A value that a snapshot repeats is not stored. If a late snapshot with a different value takes
    its place before it, the repeated value becomes a change, and is read from staging.

    Arguments:
        those of sat_snapshots

    Example:
        see sat_snapshots, whose CTE `staged` it reads
#}
{% macro next_deliveries(columns, src_pk, states, changes, src_ldts, source_model) -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set ldts = automate_dv.column_names(src_ldts)[0] -%}
    {%- set staged_key = automate_dv.column_names([src_pk, src_ldts], in_staging=true) -%}
later_deliveries as (
    select {{ automate_dv.select_list([src_pk, src_ldts]) }}
    from {{ automate_dv.loaded_rows(source_model) }} as loaded
    where {{ automate_dv.column_names(src_ldts, in_staging=true)[0] }} > (
        select min({{ ldts }}) from staged
    )
),

next_load_times as (
    select staged.{{ key | join(', staged.') }}, min(later_deliveries.{{ ldts }}) as {{ ldts }}
    from staged
    inner join later_deliveries
        on
            {{ automate_dv.multikey(key, prefix=['staged', 'later_deliveries'], condition='=') }}
            and staged.{{ ldts }} < later_deliveries.{{ ldts }}
    group by staged.{{ (key + [ldts]) | join(', staged.') }}
),

next_deliveries as (
    {%- set rows -%}
    (
        select * from {{ automate_dv.loaded_rows(source_model) }} as loaded
        where ({{ staged_key | join(', ') }}) in (
            select {{ (key + [ldts]) | join(', ') }} from next_load_times
        )
    )
    {%- endset %}
    {{ automate_dv.staged_deliveries(columns, src_pk, states, changes, src_ldts, rows) }}
),
{%- endmacro %}
