{#
    The end of a span that has not ended: 9999-12-31.

    In effectivity satellites, the open end is the last microsecond of that day
    (`automate_dv.end_of_time`).

    Arguments:
        type  'timestamp' (default) or 'date'

    Example:
        where valid_to = {{ open_end() }}
#}
{% macro open_end(type='timestamp') -%}
    cast('9999-12-31' as {{ type_timestamp() if type == 'timestamp' else 'date' }})
{%- endmacro %}

{#
    The start of a span without a known start: 1900-01-01.

    Arguments:
        type  'timestamp' (default) or 'date'

    Example:
        {{ open_start() }} as valid_from
#}
{% macro open_start(type='timestamp') -%}
    cast('1900-01-01' as {{ type_timestamp() if type == 'timestamp' else 'date' }})
{%- endmacro %}
