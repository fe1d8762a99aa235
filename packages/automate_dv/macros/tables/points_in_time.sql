{#
    The CTE `points_in_time` of a point-in-time table or bridge: each key of the hub at each as-of
    date. If the table exists, only those whose row may have changed: from the earliest staged
    load time on, new keys and new dates.

    Arguments:
        keys               hash key column of the hub, then its further columns
        as_of_dates_table  name of the model with a column `as_of_date`, or a mapping of a source's
                           name to its table
        stage_tables_ldts  for each staging model, by name, its load time column
        source_model       name of the hub
        is_by_key          whether a staged row affects its key only

    Example:
        see pit and bridge
#}
{% macro points_in_time(keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key) -%}
    {%- set pk, incremental = keys[0], automate_dv.is_any_incremental() -%}
    {#- dbt must also see these dependencies in the first load. -#}
    {%- for name in stage_tables_ldts -%} {%- do automate_dv.source_rows(name) -%} {%- endfor -%}
as_of_dates as (
    select distinct as_of_date
    from {{ automate_dv.relation_of(as_of_dates_table) }}
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
        hub.{{ keys | join(', hub.') }},
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

{#
    Raises an error if a point-in-time table or bridge is materialized as plain `incremental`, which
    would insert the rows that mark deletions.

    Arguments:
        macro_name    name of the calling macro
        materialized  name of the materialization for such tables

    Example:
        see pit and bridge
#}
{% macro refuse_plain_incremental(macro_name, materialized) -%}
    {%- if config.get('materialized') == 'incremental' -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv." ~ macro_name ~ ": the config materialized of " ~ model.name
            ~ " must be '" ~ materialized ~ "', 'table' or 'view'; it is 'incremental'"
        ) }}
    {%- endif -%}
{%- endmacro %}

{#
    The last part of a point-in-time table or bridge: the computed rows. If the table exists, they
    have `is_row` true; rows with `is_row` false mark deletions: a key and a date at which the key
    no longer has a row, or a date that is no longer an as-of date.

    Arguments:
        columns  list of the table's columns, the hash key of the hub first

    Example:
        see pit, whose CTEs it reads, and apply_delta, which applies the result
#}
{% macro pit_delta(columns) -%}
    {%- set pk = columns[0] -%}
    {%- if automate_dv.is_any_incremental() -%}
rows_to_delete as (
    select
        points_in_time.{{ pk }},
        points_in_time.as_of_date
    from points_in_time
    inner join stored_keys on points_in_time.{{ pk }} = stored_keys.{{ pk }}
    left join computed
        on
            points_in_time.{{ pk }} = computed.{{ pk }}
            and points_in_time.as_of_date = computed.as_of_date
    where computed.as_of_date is null
    union all
    select
        null as {{ pk }},
        stored_dates.as_of_date
    from stored_dates
    left join as_of_dates on stored_dates.as_of_date = as_of_dates.as_of_date
    where as_of_dates.as_of_date is null
),

delta as (
    select true as is_row, {{ columns | join(', ') }} from computed
    union all
    select
        false as is_row,
        {%- for column in columns %}
        {{ 'null as ' if column not in [pk, 'as_of_date'] }}{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from rows_to_delete
)

select * from delta
    {%- else -%}
delta as (select {{ columns | join(', ') }} from computed)

select * from delta
    {%- endif -%}
{%- endmacro %}
