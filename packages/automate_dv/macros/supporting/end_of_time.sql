{#
    The end of open intervals, the var `max_datetime`, as a timestamp.

    Example:
        where valid_to = {{ automate_dv.end_of_time() }}
#}
{% macro end_of_time() -%}
    {{- automate_dv.cast_datetime(automate_dv.max_datetime(), as_string=true) -}}
{%- endmacro %}
