{#
    A text in the form YYYY-MM-DD, or a timestamp, as a date.

    Arguments:
        column_str  a column or expression
        as_string   whether column_str is the text itself (default false)
        alias       name of the result (optional)

    Example:
        {{ automate_dv.cast_date('2026-01-31', as_string=true) }}
#}
{% macro cast_date(column_str=none, as_string=false, alias=none) -%}
    {%- do automate_dv.require_arguments('cast_date', {'column_str': column_str}) -%}
    cast({{ "'" ~ column_str ~ "'" if as_string else column_str }} as date)
    {{- ' as ' ~ alias if alias }}
{%- endmacro %}
