{#
    A text in the form YYYY-MM-DD HH:MM:SS, or a date, as a timestamp without zone.

    Arguments:
        column_str  a column or expression
        as_string   whether column_str is the text itself (default false)
        alias       name of the result (optional)
        date_type   the type, if not a timestamp (optional)

    Example:
        {{ automate_dv.cast_datetime('2026-01-31 10:11:12', as_string=true) }}
#}
{% macro cast_datetime(column_str=none, as_string=false, alias=none, date_type=none) -%}
    {%- do automate_dv.require_arguments('cast_datetime', {'column_str': column_str}) -%}
    cast({{ "'" ~ column_str ~ "'" if as_string else column_str }} as {{
        date_type or automate_dv.type_timestamp()
    }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}
