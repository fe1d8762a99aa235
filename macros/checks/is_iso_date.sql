{#-
    Whether a value is a valid date written as YYYY-MM-DD, or already a date (YAML parses an
    unquoted date).

    Arguments:
        value  the value of a var

    Example:
        {%- if not is_iso_date(var('load_until')) -%}
-#}
{%- macro is_iso_date(value) -%}
    {%- set pattern = '^([1-9][0-9]{3})-(0[1-9]|1[0-2])-([0-3][0-9])$' -%}
    {%- set parts = modules.re.match(pattern, value ~ '') -%}
    {%- if not parts -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set first = modules.datetime.date(parts[1] | int, parts[2] | int, 1) -%}
    {%- set day = first + modules.datetime.timedelta(days=(parts[3] | int) - 1) -%}
    {%- do return(day.isoformat() == value ~ '') -%}
{%- endmacro -%}
