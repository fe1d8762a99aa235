{#
    The last part of a point-in-time table or bridge: the computed rows. If the table exists, they
    have `is_row` true; rows with `is_row` false say what to delete: a key and a date at which the
    key no longer has a row, or a date that is no longer an as-of date.

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
