{#
    The time of this run in UTC, as a string: the var `now`, or the clock's. Only the run history
    and tests that warn of late or early deliveries use it; no row depends on the clock.

    Arguments:
        clock  the clock's time to use without the var, by default the current one

    Example:
        cast('{{ run_time() }}' as {{ type_timestamp() }})
#}
{% macro run_time(clock=none) -%}
    {%- set time = clock or modules.datetime.datetime.now(modules.pytz.utc) -%}
    {{ return(var('now') or time.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{%- endmacro %}
