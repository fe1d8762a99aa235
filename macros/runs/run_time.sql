{#
    The time of this run in UTC, as a string: the var `now`, or else the clock. Only warnings of
    late or early deliveries use it; no row depends on the clock.

    Example:
        cast('{{ run_time() }}' as {{ type_timestamp() }})
#}
{% macro run_time() -%}
    {{ return(var('now') or clock_time(modules.datetime.datetime.now(modules.pytz.utc))) }}
{%- endmacro %}

{#
    A time of the clock as a string. The run history ignores the var `now`, because the latest run
    is found by these times.

    Arguments:
        time  a time in UTC

    Example:
        see start_run
#}
{% macro clock_time(time) -%}
    {{ return(time.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{%- endmacro %}

{#
    The present in UTC as a SQL expression: the var `now`, or the clock of the engine when a view is
    read. Only the views in models/operations use it.

    Example:
        where late_from < {{ present_time() }}
#}
{% macro present_time() -%}
    {%- if var('now') -%}
        cast({{ text_literal(var('now')) }} as {{ type_timestamp() }})
    {%- else -%}
        {{ adapter.dispatch('clock_of_engine')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__clock_of_engine() -%} sysdate() {%- endmacro %}

{% macro duckdb__clock_of_engine() -%} (current_timestamp at time zone 'UTC') {%- endmacro %}
