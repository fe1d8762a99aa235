{#
    A table that is loaded period by period: the first run loads the first period, each later run
    the periods from the newest loaded time on. Like upstream's, it is meant for development; use
    `incremental` where it can be used.

    Settings, in config or meta: `timestamp_field`, a column of staging and of the table; `period`,
    such as `day` (the default); `date_source_models`, the name of a staging model or a list, or
    `start_date` and `stop_date` (default: now).

    Example:
        {{ config(materialized='vault_insert_by_period', timestamp_field='loaded_at',
            period='month', date_source_models='stg_shop__orders') }}
#}
{% materialization vault_insert_by_period, default %}
    {{ return(automate_dv.materialize_parts(
        'vault_insert_by_period', '__PERIOD_FILTER__', automate_dv.period_conditions()
    )) }}
{% endmaterialization %}

{#
    The conditions of the periods that vault_insert_by_period loads, in order.

    Example:
        see vault_insert_by_period
#}
{% macro period_conditions() -%}
    {%- set field = automate_dv.config_meta_require('timestamp_field') -%}
    {%- set period = automate_dv.config_meta_get('period', 'day') -%}
    {%- set start_date = automate_dv.config_meta_get('start_date') -%}
    {%- set stop_date = automate_dv.config_meta_get('stop_date') -%}
    {%- do automate_dv.check_period_settings(field, period, start_date, stop_date) -%}
    {%- set models = automate_dv.config_meta_get('date_source_models') if start_date
        else automate_dv.config_meta_require('date_source_models') -%}
    {%- if models or not start_date -%}
        {%- do automate_dv.check_model_names(
            'vault_insert_by_period', 'date_source_models', models, several=true
        ) -%}
    {%- endif -%}
    {%- for name in automate_dv.as_list(models or none) -%}
        {%- do automate_dv.check_columns_exist(
            'vault_insert_by_period', {'timestamp_field': field}, name
        ) -%}
    {%- endfor -%}
    {%- set query = automate_dv.period_bounds(
        field, period, start_date, stop_date, models,
        this if automate_dv.is_any_incremental() else none
    ) -%}
    {%- set first_at, count = (run_query(query).rows | first).values() -%}
    {%- set conditions = [] -%}
    {%- for number in range((count or 0) | int) -%}
        {%- do conditions.append(
            automate_dv.period_condition(field, period, first_at, number)
        ) -%}
    {%- endfor -%}
    {{ return(conditions) }}
{%- endmacro %}

{#
    Refuses settings of vault_insert_by_period that are not a column, a period or dates in order.

    Arguments:
        field       timestamp column
        period      the period: day, month, ...
        start_date  first time, or none
        stop_date   last time, or none

    Example:
        see period_conditions
#}
{% macro check_period_settings(field, period, start_date, stop_date) -%}
    {%- set periods = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] -%}
    {%- set setting = 'vault_insert_by_period' -%}
    {%- if field is not string or not field -%}
        {%- do automate_dv.refuse(setting, 'timestamp_field', 'one column', field) -%}
    {%- elif period | lower not in periods -%}
        {%- do automate_dv.refuse(setting, 'period', 'one of ' ~ periods | join(', '), period) -%}
    {%- endif -%}
    {%- for name, given in {'start_date': start_date, 'stop_date': stop_date}.items()
        if given and not automate_dv.is_date(given | string) -%}
        {%- do automate_dv.refuse(setting, name, 'a date YYYY-MM-DD', given) -%}
    {%- endfor -%}
    {%- if start_date and stop_date and stop_date | string < start_date | string -%}
        {%- do automate_dv.refuse(setting, 'stop_date', 'after start_date', stop_date) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Whether a string begins with a day of the calendar as YYYY-MM-DD.

    Arguments:
        given  the string

    Example:
        see check_period_settings
#}
{% macro is_date(given) -%}
    {%- set parts = modules.re.match('([0-9]{4})-(0[1-9]|1[0-2])-([0-9]{2})', given) -%}
    {%- if not parts -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set year, month, day = parts.groups() | map('int') -%}
    {%- set is_leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set last_day = (29 if is_leap_year else 28) if month == 2
        else 30 if month in [4, 6, 9, 11] else 31 -%}
    {{ return(1 <= day <= last_day) }}
{%- endmacro %}

{#
    The query of the first time to load, as text, and of the number of periods from it to the last.

    Arguments:
        field       timestamp column
        period      the period: day, month, ...
        start_date  first time, or none for the earliest in the models
        stop_date   last time, or none for the newest in the models or, without models, now
        models      name of a staging model, a list, or none
        target      relation that is loaded from its newest time on, or none

    Example:
        see period_conditions
#}
{% macro period_bounds(field, period, start_date, stop_date, models, target) -%}
    {%- set timestamp = automate_dv.type_timestamp() -%}
    {%- set names = automate_dv.as_list(models) -%}
with

staged as (
    {%- for name in names %}
    select cast({{ field }} as {{ timestamp }}) as moment from {{ ref(name) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select cast({{ current_timestamp() }} as {{ timestamp }}) as moment
    {%- endfor %}
),

bounds as (
    select
        coalesce(
            {%- if target %}
            (select max(cast({{ field }} as {{ timestamp }})) from {{ target }}),
            {%- endif %}
            {{ "cast('" ~ start_date ~ "' as " ~ timestamp ~ ')' if start_date else 'min(moment)' }}
        ) as first_at,
        {{ "cast('" ~ stop_date ~ "' as " ~ timestamp ~ ')' if stop_date else 'max(moment)' }}
            as last_at
    from staged
)

select
    {{ automate_dv.timestamp_text('first_at') }} as first_at,
    {{ datediff('first_at', 'last_at', period) }} + 1 as period_count
from bounds
{%- endmacro %}

{#
    The condition that a time lies in a period, and not before the first time to load.

    Arguments:
        field     timestamp column
        period    the period: day, month, ...
        first_at  first time to load, as text
        number    number of the period, from 0

    Example:
        where {{ automate_dv.period_condition('loaded_at', 'day', '2026-01-31 10:00:00', 1) }}
#}
{% macro period_condition(field, period, first_at, number) -%}
    {%- set first = "cast('" ~ first_at ~ "' as " ~ automate_dv.type_timestamp() ~ ')' -%}
    {%- set first_period = date_trunc(period, first) -%}
    {{ field }} >= {{ dateadd(period, number, first_period) if number else first }}
    and {{ field }} < {{ dateadd(period, number + 1, first_period) }}
{%- endmacro %}
