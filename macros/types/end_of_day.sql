{#
    The last microsecond of a day.

    Arguments:
        day  a date

    Example:
        {{ end_of_day('days.date_day') }} as ended_at
#}
{% macro end_of_day(day) -%}
    cast(
        {{ dbt.dateadd('microsecond', -1, dbt.dateadd('day', 1, day)) }} as {{ type_timestamp() }}
    )
{%- endmacro %}
