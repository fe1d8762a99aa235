{#
    The time of this run in UTC, as a string: the var `now`, or the clock's. Only tests that warn of
    late or early deliveries use it; no row depends on the clock.

    Example:
        cast('{{ run_time() }}' as {{ type_timestamp() }})
#}
{% macro run_time() -%}
    {{ return(var('now') or clock_time(modules.datetime.datetime.now(modules.pytz.utc))) }}
{%- endmacro %}

{#
    A time of the clock as a string. The run history has these times whatever `now` says, because
    the latest run is found by them.

    Arguments:
        time  a time in UTC

    Example:
        see start_run
#}
{% macro clock_time(time) -%}
    {{ return(time.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{%- endmacro %}
