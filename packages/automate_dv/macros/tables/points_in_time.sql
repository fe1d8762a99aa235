{#
    The CTE `points_in_time` of a point-in-time table or bridge: each key of the hub at each as-of
    date. If the table exists, only those whose row may have changed: from the earliest staged
    load time on, new keys and new dates.

    Arguments:
        keys               hash key column of the hub, then its further columns
        as_of_dates_table  name of the model with a column `as_of_date`
        stage_tables_ldts  for each staging model, by name, its load time column
        source_model       name of the hub
        is_by_key          whether a staged row changes its own key only

    Example:
        see pit and bridge
#}
{% macro points_in_time(keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key) -%}
    {%- set pk, incremental = keys[0], automate_dv.is_any_incremental() -%}
    {#- dbt must see these dependencies in the first load, too. -#}
    {%- for name in stage_tables_ldts -%} {%- do automate_dv.source_rows(name) -%} {%- endfor -%}
as_of_dates as (
    select distinct cast(as_of_date as {{ automate_dv.type_timestamp() }}) as as_of_date
    from {{ ref(as_of_dates_table) }}
),
{%- if incremental %}

stored_keys as (
    select distinct {{ pk }} from {{ this }}
),

stored_dates as (
    select distinct as_of_date from {{ this }}
),

staged as (
    {%- for name, ldts in stage_tables_ldts.items() %}
    select {{ pk ~ ', ' if is_by_key }}{{ ldts }} as changed_at
    from {{ automate_dv.source_rows(name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

earliest_changes as (
    select {{ pk ~ ', ' if is_by_key }}min(changed_at) as changed_from
    from staged
    {{ 'group by ' ~ pk if is_by_key }}
),
{%- endif %}

points_in_time as (
    select
        {{ automate_dv.prefix(keys, 'hub') }},
        as_of_dates.as_of_date
    from {{ ref(source_model) }} as hub
    cross join as_of_dates
    {%- if incremental %}
    left join earliest_changes
        on {{ 'hub.' ~ pk ~ ' = earliest_changes.' ~ pk if is_by_key else 'true' }}
    left join stored_keys on hub.{{ pk }} = stored_keys.{{ pk }}
    left join stored_dates on as_of_dates.as_of_date = stored_dates.as_of_date
    where
        earliest_changes.changed_from <= as_of_dates.as_of_date
        or stored_keys.{{ pk }} is null
        or stored_dates.as_of_date is null
    {%- endif %}
),
{%- endmacro %}
